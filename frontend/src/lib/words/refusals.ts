import { m } from '#catalogue';
import { baseLocale } from '#catalogue/runtime.js';
import { language } from '#lib/language.svelte.ts';
import { wordRefusalsBy, type Explained } from '#lib/sync/errors.ts';

type Said = (values: Record<string, string>, options?: { locale: 'en' }) => string;

/** Whatever the server refuses with. Its own sentence is the English one, and finds the others. */
const SENTENCES = [
	m.trouble_r_a_conversation_needs_somebody_else,
	m.trouble_r_a_currency_needs_a_fee,
	m.trouble_r_a_deadline_only_moves_on,
	m.trouble_r_a_fee_needs_a_currency,
	m.trouble_r_a_first_message_cannot_be,
	m.trouble_r_a_first_message_cannot_have,
	m.trouble_r_a_group_holds_people_and,
	m.trouble_r_a_group_needs_an_admin,
	m.trouble_r_a_message_can_be_taken,
	m.trouble_r_a_picture_may_have,
	m.trouble_r_a_request_may_have,
	m.trouble_r_a_session_can_be_planned,
	m.trouble_r_a_sign_is_one_emoji,
	m.trouble_r_a_text_can_be_edited,
	m.trouble_r_an_open_offer_would_close,
	m.trouble_r_answer_first,
	m.trouble_r_at_most_characters,
	m.trouble_r_callboard_is_busy_right_now,
	m.trouble_r_callboard_is_for_people_who,
	m.trouble_r_confirm_your_e_mail_address,
	m.trouble_r_does_not_know_you_yet,
	m.trouble_r_enter_a_valid_email_address,
	m.trouble_r_enter_your_password_again_to,
	m.trouble_r_every_place_of_this_session,
	m.trouble_r_follow_first,
	m.trouble_r_has_left_this_group_more,
	m.trouble_r_it_is_for_the_other,
	m.trouble_r_it_is_too_late_this,
	m.trouble_r_it_was_taken_back_already,
	m.trouble_r_keeps_this_list_private,
	m.trouble_r_more_places_are_booked_already,
	m.trouble_r_nobody_agreed_to_the_new,
	m.trouble_r_nobody_else_wrote_this_line,
	m.trouble_r_not_free_at_that_time,
	m.trouble_r_nothing_was_asked_it_is,
	m.trouble_r_nothing_was_asked_the_time,
	m.trouble_r_only_an_admin_of_the,
	m.trouble_r_only_hosts_have_sessions_say,
	m.trouble_r_only_models_can_do_this,
	m.trouble_r_only_texts_can_be_edited,
	m.trouble_r_open_the_link_in_the,
	m.trouble_r_pictures_are_jpeg_png_webp,
	m.trouble_r_quiet_hours_have_two_ends,
	m.trouble_r_say_in_your_settings_that,
	m.trouble_r_say_what_it_may_do,
	m.trouble_r_send_the_pictures_that_you,
	m.trouble_r_sign_in_first,
	m.trouble_r_sign_in_to_the_account,
	m.trouble_r_some_of_these_people_are,
	m.trouble_r_something_went_wrong_on_our,
	m.trouble_r_that_is_as_many_signs,
	m.trouble_r_the_answer_is_due_between,
	m.trouble_r_the_clocks_go_back_then,
	m.trouble_r_the_deadline_has_passed_already,
	m.trouble_r_the_deadline_is_after_the,
	m.trouble_r_the_open_call_would_close,
	m.trouble_r_there_is_a_character_in,
	m.trouble_r_there_is_a_character_in_it,
	m.trouble_r_there_is_an_account_with,
	m.trouble_r_there_is_an_open_call,
	m.trouble_r_there_is_an_open_call_for,
	m.trouble_r_there_is_nothing_here_or,
	m.trouble_r_there_is_nothing_in_it,
	m.trouble_r_there_is_nothing_of_this,
	m.trouble_r_these_are_no_keys_of,
	m.trouble_r_these_days_are_out_of,
	m.trouble_r_they_are_booked_for_this,
	m.trouble_r_they_have_an_open_offer,
	m.trouble_r_they_have_not_agreed_to,
	m.trouble_r_this_account_is_closed_and,
	m.trouble_r_this_account_is_not_there,
	m.trouble_r_this_address_belongs_to_another,
	m.trouble_r_this_application_has_been_decided,
	m.trouble_r_this_application_was_withdrawn,
	m.trouble_r_this_booking_is_over_or,
	m.trouble_r_this_call_asks_for_more,
	m.trouble_r_this_call_asks_for_more_experience,
	m.trouble_r_this_call_has_been_filled,
	m.trouble_r_this_call_has_closed,
	m.trouble_r_this_call_is_still_open,
	m.trouble_r_this_call_is_your_own,
	m.trouble_r_this_call_needs_rating_you,
	m.trouble_r_this_call_needs_rating_you_have,
	m.trouble_r_this_call_was_cancelled,
	m.trouble_r_this_currency_is_not_known,
	m.trouble_r_this_day_is_out_of,
	m.trouble_r_this_did_not_come_from,
	m.trouble_r_this_field_is_required,
	m.trouble_r_this_handle_is_kept_choose,
	m.trouble_r_this_handle_is_taken,
	m.trouble_r_this_has_changed_since_you,
	m.trouble_r_this_image_is_not_ready,
	m.trouble_r_this_is_a_conversation_of,
	m.trouble_r_this_is_for_the_safety,
	m.trouble_r_this_is_from_before_you,
	m.trouble_r_this_is_not_a_picture,
	m.trouble_r_this_is_not_the_address,
	m.trouble_r_this_is_not_your_message,
	m.trouble_r_this_is_somebody_elses,
	m.trouble_r_this_key_was_already_used,
	m.trouble_r_this_link_has_expired_or,
	m.trouble_r_this_link_was_used_before,
	m.trouble_r_this_message_was_taken_back,
	m.trouble_r_this_moment_has_passed,
	m.trouble_r_this_name_is_kept_for,
	m.trouble_r_this_name_mixes_letters_of,
	m.trouble_r_this_offer_has_closed,
	m.trouble_r_this_offer_was_accepted_already,
	m.trouble_r_this_offer_was_declined_already,
	m.trouble_r_this_offer_was_withdrawn_already,
	m.trouble_r_this_password_is_too_short,
	m.trouble_r_this_person_does_not_model,
	m.trouble_r_this_person_is_not_on,
	m.trouble_r_this_picture_has_too_many,
	m.trouble_r_this_picture_is_damaged,
	m.trouble_r_this_picture_is_too_much,
	m.trouble_r_this_picture_takes_too_long,
	m.trouble_r_this_picture_was_lost_send,
	m.trouble_r_this_push_service_is_not,
	m.trouble_r_this_session_has_not_started,
	m.trouble_r_this_session_has_started_already,
	m.trouble_r_this_session_is_not_over,
	m.trouble_r_this_session_was_cancelled,
	m.trouble_r_this_time_does_not_exist,
	m.trouble_r_this_time_has_passed_already,
	m.trouble_r_this_time_is_out_of,
	m.trouble_r_this_time_is_out_of_reach,
	m.trouble_r_this_time_zone_is_not,
	m.trouble_r_this_was_begun_too_long,
	m.trouble_r_too_fast_wait_a_moment,
	m.trouble_r_too_many_connections_come_from,
	m.trouble_r_which_image,
	m.trouble_r_write_a_name_that_can,
	m.trouble_r_write_something_first,
	m.trouble_r_write_something_that_can_be,
	m.trouble_r_write_why_the_decision_should,
	m.trouble_r_you_and_are_not_in,
	m.trouble_r_you_are_booked_as_a,
	m.trouble_r_you_are_booked_at_that,
	m.trouble_r_you_are_booked_or_host,
	m.trouble_r_you_are_on_the_staff,
	m.trouble_r_you_can_pin_up_to,
	m.trouble_r_you_can_write_more_when,
	m.trouble_r_you_cannot_ask_yourself,
	m.trouble_r_you_cannot_block_yourself,
	m.trouble_r_you_cannot_contact_new_people,
	m.trouble_r_you_cannot_report_yourself,
	m.trouble_r_you_follow_people_that_is,
	m.trouble_r_you_have_appealed_this_decision,
	m.trouble_r_you_have_applied_already,
	m.trouble_r_you_have_bookings_with_each,
	m.trouble_r_you_have_given_your_stars,
	m.trouble_r_you_have_had_an_archive,
	m.trouble_r_you_have_reached_todays_limit,
	m.trouble_r_you_have_reached_todays_limit_for,
	m.trouble_r_you_have_reported_this_already,
	m.trouble_r_you_have_tokens_end_one,
	m.trouble_r_you_have_withdrawn_and_applied,
	m.trouble_r_you_host_a_session_at,
	m.trouble_r_you_leave_a_group_you,
	m.trouble_r_you_see_your_own_posts,
	m.trouble_r_you_two_are_not_in,
	m.trouble_r_you_watch_too_much_at,
	m.trouble_r_your_archive_is_being_made
] as Said[];

/** Where the server says what no catalogue has: shorter, and in the reader's language. */
const CODES: Partial<Record<string, () => string>> = {
	bad_request: m.trouble_code_bad_request,
	signed_out: m.trouble_code_signed_out,
	forbidden: m.trouble_code_forbidden,
	blocked: m.trouble_code_blocked,
	not_found: m.trouble_code_not_found,
	conflict: m.trouble_code_conflict,
	not_eligible: m.trouble_code_not_eligible,
	model_unavailable: m.trouble_code_model_unavailable,
	too_large: m.trouble_code_too_large,
	unsupported_media: m.trouble_code_unsupported_media,
	rate_limited: m.trouble_code_rate_limited,
	internal: m.trouble_code_internal,
	unavailable: m.trouble_code_unavailable
};

interface Known {
	pattern: RegExp;
	names: string[];
	said: Said;
}

const SIGNS = /[\\^$.*+?()[\]{}|]/g;
let known: readonly Known[] | undefined;

function knownSentences(): readonly Known[] {
	known ??= SENTENCES.map((said) => {
		const names: string[] = [];
		const values = new Proxy({}, { get: (_, name) => `\0${String(name)}\0` });
		const parts = said(values, { locale: 'en' }).split(/\0(\w+)\0/);
		const pattern = parts.map((part, at) => {
			if (at % 2 === 0) return part.replace(SIGNS, '\\$&');
			names.push(part);
			return '(.+)';
		});
		return { pattern: new RegExp(`^${pattern.join('')}$`, 'su'), names, said };
	});
	return known;
}

/** A refusal of the server in the reader's language. */
export function worded({ code, message }: Explained): string {
	if (language() === baseLocale) return message;
	for (const { pattern, names, said } of knownSentences()) {
		const found = pattern.exec(message);
		if (found)
			return said(Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])));
	}
	return CODES[code]?.() ?? message;
}

wordRefusalsBy(worded);
