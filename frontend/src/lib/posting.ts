import { m } from '#catalogue';
import { author, feed, line, me, notices, outgoing, posts } from './app.ts';
import type { Person, Post, Verbs } from './protocol.ts';
import { named } from './words/people.ts';

/** What a post says, without the key under which it is asked for. */
export type Draft = Required<Omit<Verbs['post.publish'], 'key' | 'pin'>>;

/** Where an edit that was begun is kept. */
export function editing(post: Post): string {
	return `post.${post.id}`;
}

/** Announce it; it stands on the author's own screens at once. */
export async function publish(draft: Draft, pin: boolean, key: string): Promise<void> {
	const { post } = await line.ask('post.publish', { ...draft, pin, key });
	const now = new Date(line.clock.now()).toISOString();
	const made = { id: post, author: me.it, is_pinned: pin, created_at: now, edited_at: null };
	const published: Post = { ...draft, ...made, revision: 1 };
	feed.published(published);
	author.told(published, true);
}

export async function change(post: Post, draft: Draft): Promise<void> {
	await line.ask('post.update', { post: post.id, ...draft });
	const edited_at = new Date(line.clock.now()).toISOString();
	posts.keep({ ...post, ...draft, edited_at, revision: post.revision + 1 });
}

export async function pin(post: Post, on: boolean): Promise<void> {
	await attempt(async () => {
		await line.ask('post.pin', { post: post.id, on });
		posts.keep({ ...post, is_pinned: on, revision: post.revision + 1 });
		notices.say(on ? m.feed_pinned_on_page() : m.feed_not_pinned());
	});
}

export async function remove(post: Post): Promise<void> {
	await attempt(async () => {
		await line.ask('post.delete', { post: post.id });
		posts.remove({ id: post.id, author: post.author.id, revision: post.revision + 1 });
		outgoing.keepDraft(editing(post), '');
		notices.say(m.feed_post_gone());
	});
}

export async function follow(person: Person, on = true): Promise<boolean> {
	return attempt(async () => {
		await line.ask(on ? 'follow' : 'unfollow', { person: person.id });
		notices.say((on ? m.feed_you_follow : m.feed_you_follow_no_more)({ name: named(person) }));
	});
}

export async function removeFollower(person: Person): Promise<boolean> {
	return attempt(async () => {
		await line.ask('follower.remove', { person: person.id });
		notices.say(m.feed_follows_no_more({ name: named(person) }));
	});
}

export async function ring(person: Person, on: boolean): Promise<boolean> {
	return attempt(async () => {
		await line.ask('bell', { person: person.id, on });
		const name = named(person);
		notices.say((on ? m.feed_told_when_posts : m.feed_in_feed_quietly)({ name }));
	});
}

async function attempt(work: () => Promise<void>): Promise<boolean> {
	try {
		await work();
		return true;
	} catch (error) {
		notices.problem(error);
		return false;
	}
}
