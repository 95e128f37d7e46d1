"""The quick room: what makes reading fast, and nothing else. Its one door is `room.QuickRoom`, which cms/wsgi.py puts before Django.

It answers what is asked most, and hands everything else, and everything unusual, on to Django. Take it away and every answer
stays the same, byte for byte, only slower: the plain views are what it must equal, and tests hold the two together.

    room         the door: whether to answer, with which headers, or to hand on
    remembered   whole answers, kept in memory while nothing that readers can get has changed
    editions     whether anything has changed: looked at once in each second of the clock
    answering    an item or a list that nobody has asked for yet, by one query and without Django's layers
    compiled     Django's own SQL for that query, written once for each way of asking
    threads      connections to the database of threads that have ended are closed
"""
