"""Posts and follows for the staff: read, and take a post down. Words are nobody's to change."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from feed.actions.posts import take_down
from feed.models import Follow, Post
from feed.verbs import DeletePost
from people.models import User


class ReadOnly(ModelAdmin):  # type: ignore[misc]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Post)
class PostAdmin(ReadOnly):
    list_display = ("content", "author", "visibility", "is_pinned", "expires_at", "created_at")
    list_filter = ("visibility", "is_pinned", "created_at")
    search_fields = ("content", "author__handle", "author__display_name")
    list_select_related = ("author",)
    date_hierarchy = "created_at"
    actions = ("take_posts_down",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Post]":
        return super().get_queryset(request).filter(deleted_at=None)  # type: ignore[no-any-return]

    @admin.action(description="Take down", permissions=["view"])
    def take_posts_down(self, request: HttpRequest, posts: "QuerySet[Post]") -> None:
        """From every screen at once, as if the author had deleted it."""
        assert isinstance(request.user, User)
        taken = [take_down(DeletePost(post=post.public_id), by=request.user) for post in posts]
        self.message_user(request, f"{len(taken)} taken down.", messages.SUCCESS)


@admin.register(Follow)
class FollowAdmin(ReadOnly):
    list_display = ("follower", "followed", "bell", "created_at")
    search_fields = ("follower__handle", "followed__handle")
    list_select_related = ("follower", "followed")
