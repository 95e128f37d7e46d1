"""What comes in from phones, made anew: nothing that somebody uploads reaches readers as it was.

`subtitles` (SRT and WebVTT in, clean WebVTT out), `decoding` (pictures within bounds), `make_film` and `conversion` (films).
"""
