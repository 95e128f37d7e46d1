"""One film made anew, in a process of its own: `python -m articles.media.make_film film mov <uploaded >made`.

Plain Python. Foreign code reads here what anybody may have sent, so this process can do next to nothing: it opens no file
and no connection (`close_the_doors`), is bounded in time, memory and what it writes, and knows nothing, not even an
environment. It reads one film, as a container of the kind that it is told and no other, and writes pictures and sound that
it encoded itself: H.264 and AAC in an MP4 that begins to play before it is all there. Nothing else of the film is looked at.
Whatever goes wrong ends it; who began it (`articles/media/conversion.py`) says so kindly.
"""

from __future__ import annotations

import io
import os
import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.filter
import av.subtitles.stream  # av fetches it when it first meets a film, and then nothing can be opened any more
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from articles.films import LENGTH_OF_NUMBERS, LONGEST_FILM, MOST_PIXELS, STILLS, TOO_LONG

LONGEST_SIDE = 640
FRAMES_A_SECOND = 30
SOUND_RATE = 44_100
# Together with 64 kbit/s of sound and the wrapping under 3 MB a minute, whatever is filmed.
PICTURE_BITS = {"crf": "26", "maxrate": "290k", "bufsize": "580k"}
SOUND_BITS = 64_000

MOST_CPU = 15 * 60  # seconds
MOST_MEMORY = 3 * 1024**3 // 2
MOST_WRITTEN = 64 * 1024**2

NO_PROTOCOL = {"protocol_whitelist": "file", "enable_drefs": "0", "use_absolute_path": "0"}
UNSPECIFIED, HIGH_DEFINITION = 2, 720


class TooLong(ValueError):
    """Longer than we make films."""


class NoPicture(ValueError):
    """Sound alone, or nothing at all."""


def close_the_doors() -> None:
    """From here on nothing can be opened: no file, no connection, no other program."""
    os.nice(10)
    for limit, most in (
        (resource.RLIMIT_CPU, MOST_CPU),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),  # standard input, output and error are open already
    ):
        resource.setrlimit(limit, (most, most))


def make(uploaded: Any, made: io.BytesIO, *, container: str) -> None:
    """Raises TooLong, and whatever foreign code raises."""
    with (
        av.open(uploaded, format=container, options=NO_PROTOCOL, metadata_errors="ignore") as film,
        av.open(
            made,
            "w",
            format="mp4",
            container_options={"movflags": "faststart", "fflags": "+bitexact"},
            io_open=lambda *_: Reader(made),
        ) as new,
    ):
        seconds = (film.duration or 0) / av.time_base
        if seconds > LONGEST_FILM:
            raise TooLong
        pictures, sound = _lanes(film, new)
        starts, told = (film.start_time or 0) / av.time_base, 0
        packets: list[Any] = []
        for packet in film.demux(*(lane.stream for lane in (pictures, sound) if lane)):
            lane: Any = pictures if packet.stream_index == pictures.stream.index else sound
            for frame in _decoded(packet):
                time = _from_the_start(frame, starts)
                if time > LONGEST_FILM:
                    raise TooLong
                packets += lane.encode(frame)
                told = _tell(time, seconds, told)
            if pictures.have_begun:  # before that the new film does not know yet what it will hold
                new.mux(packets)
                packets = []
        new.mux([*packets, *pictures.finish(), *(sound.finish() if sound else ())])


def take_stills(film_file: Any, taken: io.BytesIO, *, container: str) -> None:
    """Some pictures out of a film that is ready, as JPEG, each from the middle of its part. Raises whatever foreign code raises."""
    with av.open(film_file, format=container, options=NO_PROTOCOL, metadata_errors="ignore") as film:
        film.streams.video[0].codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        length = (film.duration or 0) / av.time_base
        for number in range(STILLS):
            time = length * (number + 0.5) / STILLS
            film.seek(int(time * av.time_base))
            shown = next((frame for frame in film.decode(video=0) if frame.time + 1 / FRAMES_A_SECOND >= time), None)
            if shown is not None:
                picture = _as_jpeg(shown)
                for part in (int(time), len(picture)):
                    taken.write(part.to_bytes(LENGTH_OF_NUMBERS, "big"))
                taken.write(picture)


def _as_jpeg(frame: Any) -> bytes:
    small = frame.reformat(*size_of(frame.width, frame.height, None), "yuvj420p", dst_color_range=ColorRange.JPEG)
    small = _upright(small, frame.rotation)
    small.pts = 0
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = small.width, small.height, "yuvj420p"
    encoder.time_base, encoder.options = Fraction(1, FRAMES_A_SECOND), {"qmin": "2", "qmax": "4"}
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])


def _upright(frame: Any, rotation: int) -> Any:
    """Films from before we made them anew may lie on their side."""
    turn = TURNS.get(round(rotation / 90) * 90 % 360)
    if turn is None:
        return frame
    graph = av.filter.Graph()
    graph.threads = 1
    frame.pts, frame.time_base = 0, Fraction(1, FRAMES_A_SECOND)
    whole = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    graph.link_nodes(whole, *(graph.add(*filter) for filter in turn), graph.add("buffersink")).configure()
    graph.push(frame)
    return graph.pull()


def _lanes(film: Any, new: Any) -> tuple[Pictures, Sound | None]:
    """A film's pictures and its sound: of several, what its maker and a player take for the main ones."""
    picture, sound = film.streams.best("video"), film.streams.best("audio")
    if picture is None:
        raise NoPicture
    return Pictures(picture, new), Sound(sound, new) if sound else None


def _tell(time: float, seconds: float, told: int) -> int:
    percent = min(int(time / seconds * 100), 100) if seconds else 0
    if percent > told:
        sys.stderr.write(f"{percent}\n")
        sys.stderr.flush()
    return max(percent, told)


def _decoded(packet: Any) -> list[Any]:
    """What is broken inside a film, as at its end where the phone's battery was empty, is left out."""
    try:
        return [frame for frame in packet.decode() if frame.pts is not None]
    except av.error.InvalidDataError:
        return []


def _from_the_start(frame: Any, starts: float) -> float:
    """Films may begin at any time: ours begin at nought."""
    frame.pts -= round(starts / frame.time_base)
    return float(frame.time)


class Pictures:
    """Frames as they come in, small, upright and evenly spaced, as H.264."""

    def __init__(self, stream: Any, new: Any) -> None:
        stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = 2
        self.stream, self.new = stream, new
        rate = stream.average_rate or stream.guessed_rate or FRAMES_A_SECOND
        self.rate = Fraction(min(max(rate, 1), FRAMES_A_SECOND)).limit_denominator(1001)
        self.reformatter = VideoReformatter()
        self.have_begun = False

    def encode(self, frame: Any) -> list[Any]:
        if not self.have_begun:
            self._begin(frame)
            self.have_begun = True
        self.graph.push(self._small(frame))
        return self._encoded()

    def finish(self) -> list[Any]:
        if not self.have_begun:
            raise NoPicture
        self.graph.push(None)
        return [*self._encoded(), *self.encoder.encode(None)]

    def _begin(self, first: Any) -> None:
        self.size = size_of(first.width, first.height, self.stream.sample_aspect_ratio)
        width, height = self.size
        turn = TURNS.get(round(first.rotation / 90) * 90 % 360, [])
        graph = av.filter.Graph()
        graph.threads = 1
        whole = graph.add_buffer(
            width=width, height=height, format=av.VideoFormat("yuv420p"), time_base=first.time_base
        )
        graph.link_nodes(
            whole,
            *(graph.add(*filter) for filter in turn),
            graph.add("fps", f"fps={self.rate}:start_time=0"),
            graph.add("setsar", "1"),
            graph.add("buffersink"),
        ).configure()
        self.graph = graph
        upright = (height, width) if turn and turn[0][0] == "transpose" else (width, height)
        self.encoder = self.new.add_stream(
            "libx264", rate=self.rate, options={"a53cc": "0", "preset": "medium"} | PICTURE_BITS
        )
        self.encoder.width, self.encoder.height = upright
        self.encoder.pix_fmt, self.encoder.profile = "yuv420p", "Main"
        context = self.encoder.codec_context
        context.thread_count = 1
        context.time_base = 1 / self.rate
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1

    def _small(self, frame: Any) -> Any:
        is_untold = frame.colorspace == UNSPECIFIED and frame.height >= HIGH_DEFINITION
        small = self.reformatter.reformat(
            frame,
            *self.size,
            "yuv420p",
            src_colorspace=Colorspace.ITU709 if is_untold else None,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BICUBIC,
            threads=1,
        )
        small.pts, small.time_base = frame.pts, frame.time_base
        return small

    def _encoded(self) -> list[Any]:
        return [packet for frame in pulled(self.graph) for packet in self.encoder.encode(frame)]


class Sound:
    """Sound as it comes in, without gaps, as AAC."""

    def __init__(self, stream: Any, new: Any) -> None:
        self.stream = stream
        self.graph: Any = None
        self.encoder = new.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        self.encoder.bit_rate = SOUND_BITS

    def encode(self, frame: Any) -> list[Any]:
        if self.graph is None:
            self._begin(frame)
        self.graph.push(frame)
        return self._encoded()

    def finish(self) -> list[Any]:
        if self.graph is not None:
            self.graph.push(None)
        return [*self._encoded(), *self.encoder.encode(None)]

    def _begin(self, first: Any) -> None:
        graph = av.filter.Graph()
        graph.threads = 1
        whole = graph.add_abuffer(
            sample_rate=first.sample_rate, format=first.format, layout=first.layout, time_base=first.time_base
        )
        graph.link_nodes(
            whole,
            graph.add("aresample", f"{SOUND_RATE}:async=1:first_pts=0"),
            graph.add("aformat", f"sample_fmts=fltp:sample_rates={SOUND_RATE}:channel_layouts=stereo"),
            graph.add("abuffersink"),
        ).configure()
        self.graph = graph

    def _encoded(self) -> list[Any]:
        if self.graph is None:
            return []
        return [packet for frame in pulled(self.graph) for packet in self.encoder.encode(frame)]


TURNS: dict[int, list[Any]] = {
    90: [("transpose", "cclock")],
    180: [("hflip",), ("vflip",)],
    270: [("transpose", "clock")],
}
"""By how far a frame is to be turned, against the clock."""


def size_of(width: int, height: int, pixels_shape: Fraction | None) -> tuple[int, int]:
    """In square pixels, no longer than LONGEST_SIDE, in even numbers."""
    wide = width * (pixels_shape or 1)
    share = min(Fraction(1), Fraction(LONGEST_SIDE) / max(wide, height))
    return _even(wide * share), _even(height * share)


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)


def pulled(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


class Reader(io.RawIOBase):
    """What was written of the new film, read once more to put its head in front (`faststart`)."""

    def __init__(self, made: io.BytesIO) -> None:
        self.made, self.place = made, 0

    def read(self, size: int = -1) -> bytes:
        with self.made.getbuffer() as whole:
            part = bytes(whole[self.place : len(whole) if size < 0 else self.place + size])
        self.place += len(part)
        return part

    def seek(self, place: int, whence: int = 0) -> int:
        begins = (0, self.place, len(self.made.getbuffer()))[whence]
        self.place = begins + place
        return self.place

    def tell(self) -> int:
        return self.place

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def main(what: str, container: str) -> int:
    av.logging.set_level(None)
    made = io.BytesIO()
    close_the_doors()
    try:
        {"film": make, "stills": take_stills}[what](sys.stdin.buffer, made, container=container)
    except TooLong:
        return TOO_LONG
    sys.stdout.buffer.write(made.getbuffer())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
