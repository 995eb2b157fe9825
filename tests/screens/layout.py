"""What must hold of every screen, whatever people have written: nothing is broken or cut."""

from tests.screens.visitor import Visitor

#: Lines about what is wrong with the layout of the page that is open.
#:
#: - The page is not wider than the window.
#: - No row has been replaced by "This one cannot be shown".
#: - No value has been written as its type or as none, and no choice lacks a word for its value, or
#:   the room for it.
#: - Each line of text lies within the window, and within every box around it that has an edge or a
#:   ground of its own, or cuts what is wider. Lines that end in an ellipsis or can be scrolled are
#:   meant to be cut; what is placed at a point of a box, as a face on a line, may stand out of it.
#: - No short word and no time of day is broken into two lines.
LOOK = r"""
() => {
	const width = document.documentElement.clientWidth;
	const found = new Set();
	const say = (what, text) => found.add(`${what}: ${text.trim().slice(0, 40)}`);
	const SHORT = /(?<!\S)(?:[a-z]{2,11}|\d\d:\d\d)(?!\S)/gi;
	const UNSEEN = '.spoken, script, style, option, textarea';
	const SEEN = { opacityProperty: true, visibilityProperty: true };
	const named = ({ localName, classList }) => [localName, ...classList].join('.');
	if (document.documentElement.scrollWidth > width) say('wider than the window', `${width}`);
	for (const row of document.querySelectorAll('[data-broken]')) say('broken', row.innerText);
	const odd = document.body.innerText.match(/Invalid Date|\bNaN\b|\bundefined\b|\[object /g);
	if (odd) say('no value for people', odd.join());
	for (const select of document.querySelectorAll('select'))
		if (select.selectedIndex < 0) say('a choice without its value', select.labels[0].innerText);
	const pen = document.createElement('canvas').getContext('2d');
	for (const select of document.querySelectorAll('select')) {
		const { font, paddingLeft, paddingRight } = getComputedStyle(select);
		pen.font = font;
		const text = select.selectedOptions[0]?.text ?? '';
		const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
		if (pen.measureText(text).width > room + 1) say('a choice that is cut', text);
	}

	const spreads = ({ overflowX }, box) =>
		['auto', 'scroll'].includes(overflowX) && box.scrollWidth > box.clientWidth;
	const ends = (style) => style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
	const drawn = (style) =>
		parseFloat(style.borderRightWidth) > 0 ||
		!/^(transparent|rgba\(0, 0, 0, 0\)|.* \/ 0\))$/.test(style.backgroundColor);

	function bounds(element) {
		let [left, right] = [0, width];
		let placed = false;
		for (let box = element; box; box = box.parentElement) {
			const style = getComputedStyle(box);
			if (spreads(style, box)) return null;
			const inline = style.display === 'inline' || style.display === 'contents';
			if (style.overflowX !== 'visible' && ends(style)) return null;
			if (!inline && (style.overflowX !== 'visible' || (drawn(style) && !placed))) {
				const edges = box.getBoundingClientRect();
				[left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
			}
			placed ||= style.position === 'absolute';
			if (style.position === 'fixed') break;
		}
		return [left, right];
	}

	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const range = document.createRange();
	while (texts.nextNode()) {
		const text = texts.currentNode;
		const element = text.parentElement;
		const seen = text.data.trim() && !element.closest(UNSEEN) && element.checkVisibility(SEEN);
		const within = seen && bounds(element);
		if (!within) continue;
		if (text.length < 200) {
			for (const { 0: word, index } of text.data.matchAll(SHORT)) {
				range.setStart(text, index);
				range.setEnd(text, index + word.length);
				const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
				if (new Set(tops).size > 1) say(`a broken word in ${named(element)}`, word);
			}
		}
		range.selectNodeContents(text);
		for (const line of range.getClientRects()) {
			if (line.width === 0) continue;
			if (line.left < within[0] - 1 || line.right > within[1] + 1) {
				const over = Math.max(within[0] - line.left, line.right - within[1]);
				const where = `${named(element.parentElement)} > ${named(element)}`;
				say(`out of its box by ${Math.ceil(over)} px in ${where}`, text.data);
				break;
			}
		}
	}
	return [...found];
}
"""


async def faults(visitor: Visitor, size: tuple[int, int]) -> list[str]:
    """Lines about what is wrong with this page in a window of this size."""
    await visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    await visitor.page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
    found: list[str] = await visitor.page.evaluate(LOOK)
    return [f"{size[0]} px, {fault}" for fault in found]
