"""When a person is erased: their posts are deleted as if they had done it themselves."""

from core.transaction import transaction
from feed.actions.posts import delete_post
from feed.models import FeedProfile, Post
from feed.verbs import DeletePost
from people.models import User


def forget(user: User) -> None:
    left = Post.objects.filter(author=user, deleted_at=None).order_by("pk")
    for post in left.values_list("public_id", flat=True):
        delete_post(DeletePost(post=post), by=user)
    with transaction():
        FeedProfile.objects.filter(user=user).update(private_lists=False, newest_at=None)
