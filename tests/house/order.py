"""The tables, columns and words that were ordered, as data. More may be there, less may not."""

#: Table -> its columns; `name -> table` is a reference, `name?` may be null.
TABLES = {
    "user_profiles": """
        id handle display_name avatar time_zone language is_host is_model born_before_18_years""",
    "models": """
        id user_profile_id->user_profiles pose_styles rating? experience languages about""",
    "calendar": """
        id host_id->user_profiles title during time_zone local_start place district positions
        booked""",
    "open_calls": """
        id host_id->user_profiles calendar_session_id->calendar status expires_at requirements
        created_at fee_amount? fee_currency note version host_version""",
    "open_call_applications": """
        id open_call_id->open_calls model_id->models status created_at reason terms note version""",
    "job_offers": """
        id host_id->user_profiles model_id->models calendar_session_id->calendar fee_amount?
        fee_currency note status expires_at created_at""",
    "bookings": """
        id calendar_session_id->calendar model_id->models during
        application_id?->open_call_applications offer_id?->job_offers state""",
    "conversations": """
        id created_at updated_at kind title last_number version""",
    "conversation_participants": """
        conversation_id->conversations user_id->user_profiles last_read_at? last_read_number
        muted_until? archived_number? marked_unread role""",
    "messages": """
        id conversation_id->conversations sender_id?->user_profiles content kind created_at number
        version data? edited_at? deleted_at?""",
    "posts": """
        id author_id->user_profiles content visibility link_url? is_pinned expires_at? created_at
        edited_at?""",
    "follows": """
        follower_id->user_profiles followed_id->user_profiles created_at""",
}

#: Where the type matters beyond being there.
TYPES = {
    "open_calls.expires_at": "timestamp with time zone",
    "open_calls.requirements": "jsonb",
    "open_call_applications.terms": "jsonb",
    "calendar.during": "tstzrange",
    "bookings.during": "tstzrange",
    "models.rating": "numeric",
    "models.pose_styles": "ARRAY",
    "models.languages": "ARRAY",
    "messages.content": "text",
    "messages.data": "jsonb",
    "posts.is_pinned": "boolean",
    "conversation_participants.last_read_number": "bigint",
    "conversation_participants.last_read_at": "timestamp with time zone",
    "bookings.model_id": "bigint",
}

#: Column -> every word that it may hold.
WORDS = {
    "open_calls.status": "active filled expired cancelled",
    "open_call_applications.status": "pending accepted rejected withdrawn expired",
    "job_offers.status": "sent accepted declined withdrawn expired",
    # `disputed` was not ordered: the model says that they were there after all.
    "bookings.state": "confirmed cancelled_by_host cancelled_by_model no_show disputed completed",
    "messages.kind": "text image system_notification",
    "conversations.kind": "direct group",
    "posts.visibility": "public followers_only",
}
