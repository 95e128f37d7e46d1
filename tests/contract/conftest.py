from tests.delivery.conftest import committed

__all__ = ["committed"]
