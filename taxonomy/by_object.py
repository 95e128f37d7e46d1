"""Topics are added by object only. A curated list stays curated, also from scripts and from other people's forms."""

from __future__ import annotations

from typing import Any

from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager


class TopicsOfAPage(_ClusterTaggableManager):
    """What `page.topics` gives: Topics go in, Topics come out."""

    def remove(self, *topics: Any) -> None:
        # Taggit removes by name, and two topics may have the same one.
        self._refuse_names(topics)
        rows = self.get_tagged_item_manager()
        rows.remove(*[row for row in rows.all() if row.tag in topics])
        self._remove_prefetched_objects()

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: dict[str, Any]) -> list[Any]:
        # Taggit creates what it does not find by name, whatever `free_tagging` says.
        self._refuse_names(tags)
        return super()._to_tag_model_instances(tags, tag_kwargs)

    def _refuse_names(self, tags: Any) -> None:
        for tag in tags:
            if not isinstance(tag, self.through.tag_model()):
                raise TypeError(f"Topics are chosen from the list, not made up: {tag!r} is not a Topic.")


class TopicsField(ClusterTaggableManager):
    """A page's topics."""

    def __get__(self, instance: Any, model: Any) -> TopicsOfAPage:
        return TopicsOfAPage(through=self.through, model=model, instance=instance, prefetch_cache_name=self.name)

    def deconstruct(self) -> Any:
        # It has no column: migrations know it as what it extends.
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.contrib.taggit.ClusterTaggableManager", args, kwargs
