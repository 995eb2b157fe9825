"""Posts and follows for the staff: read, and take a post down. Words are nobody's to change."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.refused import Refused
from feed.actions.posts import take_down
from feed.models import Follow, Post
from feed.verbs import DeletePost
from people.actions import staff
from people.models import User
from people.staff import StaffAdmin


@admin.register(Post)
class PostAdmin(StaffAdmin):
    list_display = ("content", "author", "visibility", "is_pinned", "expires_at", "created_at")
    list_filter = ("visibility", "is_pinned", "created_at")
    search_fields = ("content", "author__handle", "author__display_name")
    list_select_related = ("author",)
    actions = ("take_posts_down",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Post]":
        return super().get_queryset(request).filter(deleted_at=None)  # type: ignore[no-any-return]

    @admin.action(description="Take down", permissions=["decide"])
    def take_posts_down(self, request: HttpRequest, posts: "QuerySet[Post]") -> None:
        """From every screen at once, as if the author had deleted it."""
        assert isinstance(request.user, User)
        for post in posts:
            try:
                staff.guard_rank(post.author, by=request.user)
                staff.record(request.user, "post.take_down", post.author, f"post.{post.public_id}")
                take_down(DeletePost(post=post.public_id), by=request.user)
                self.message_user(request, f"{post}: taken down.", messages.SUCCESS)
            except Refused as refused:
                self.message_user(request, f"{post}: {refused.message}", messages.ERROR)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feed.change_post")


@admin.register(Follow)
class FollowAdmin(StaffAdmin):
    list_display = ("follower", "followed", "bell", "created_at")
    search_fields = ("follower__handle", "followed__handle")
    list_select_related = ("follower", "followed")
