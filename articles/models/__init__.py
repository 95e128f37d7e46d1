"""Advice pages and videos, and the pictures, films and captions they show."""

from articles.models.articles import ArticlePage
from articles.models.content import ContentPage, ReadingVersions
from articles.models.films import Film, FilmState
from articles.models.keeping_up import ReadAloud, SaysTheSame
from articles.models.media import CaptionFile, Picture, PictureRendition
from articles.models.uploads import ResumableUpload
from articles.models.videos import VideoCaptions, VideoPage
from articles.problems import Problem

__all__ = [
    "ArticlePage",
    "CaptionFile",
    "ContentPage",
    "Film",
    "FilmState",
    "Picture",
    "PictureRendition",
    "Problem",
    "ReadAloud",
    "ReadingVersions",
    "ResumableUpload",
    "SaysTheSame",
    "VideoCaptions",
    "VideoPage",
]
