/** A picture of a part of the page that stands by itself: SVG with every style written out. */
export interface Figure {
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';
/**
 * Controls have no business in a picture, and what is only said to assistive technology has no place. Buttons within a
 * picture are parts of it: rows that open, marks that can be chosen.
 */
const LEFT_OUT =
  'button:not(.body *), select, input, textarea, label:has(input, select), details, [role="radiogroup"], [role="tablist"], .tools, .extras, .visually-hidden';
/** Presentation attributes whose value may come from a style sheet, with the value that need not be written. */
const presentation: Readonly<Record<string, string>> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  color: '',
  visibility: 'visible',
  'font-family': '',
  'font-size': '',
  'font-style': 'normal',
  'font-weight': '400',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'paint-order': 'normal',
  'shape-rendering': 'auto',
  'image-rendering': 'auto',
  'vector-effect': 'none',
  'clip-path': 'none',
  mask: 'none',
  'marker-end': 'none',
  'stop-color': 'rgb(0, 0, 0)',
};
/** Around what is drawn, in CSS pixels. */
const MARGIN = 12;

/**
 * What parts of the page show at this moment, drawings, pixels and texts, where they stand and in their own colours.
 * @param background a colour, or null for none
 */
export function figureOf(parts: readonly Element[], background: string | null): Figure {
  const frame = around(parts);
  const { width, height } = frame;
  const root = create('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  if (background) root.append(create('rect', { width, height, fill: background }));
  for (const part of parts) draw(part, root, frame);
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** A rectangle with room for all of them. */
function around(parts: readonly Element[]): DOMRect {
  const rects = parts.map((it) => it.getBoundingClientRect());
  const left = Math.floor(Math.min(...rects.map((it) => it.left)) - MARGIN);
  const top = Math.floor(Math.min(...rects.map((it) => it.top)) - MARGIN);
  const right = Math.ceil(Math.max(...rects.map((it) => it.right)) + MARGIN);
  // A caption that is cut short on the page is told in full.
  const bottoms = parts.map((it, i) => Math.max(rects[i]!.bottom, rects[i]!.top + it.scrollHeight));
  const bottom = Math.ceil(Math.max(...bottoms) + MARGIN);
  return new DOMRect(left, top, right - left, bottom - top);
}

function create(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function draw(element: Element, into: Element, frame: DOMRect): void {
  if (element.matches(LEFT_OUT) || !element.checkVisibility({ opacityProperty: true })) return;
  if (element instanceof SVGSVGElement) drawDrawing(element, into, frame);
  else if (element instanceof HTMLCanvasElement) drawPixels(element, into, frame);
  else {
    drawBox(element, into, frame);
    const room = isCut(element) ? windowOn(element, into, frame) : into;
    for (const child of element.childNodes) {
      if (child instanceof Element) draw(child, room, frame);
      else if (child instanceof Text) drawText(child, element, room, frame);
    }
  }
}

/** Whether the page hides part of what is in the element: what scrolls. */
const isCut = (element: Element): boolean =>
  element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflow);

/** A part of the figure that ends where the element ends. */
function windowOn(element: Element, into: Element, frame: DOMRect): SVGElement {
  const { x, y, width, height } = place(element, frame);
  const shown = create('svg', { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` });
  into.append(shown);
  return shown;
}

/** Where an element stands in the figure. */
function place(element: Element, frame: DOMRect) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return {
    x: round(left - frame.left),
    y: round(top - frame.top),
    width: round(width),
    height: round(height),
  };
}

function drawDrawing(drawing: SVGSVGElement, into: Element, frame: DOMRect): void {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [
    [drawing, ...drawing.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ];
  originals.forEach((original, i) => {
    writeStyle(original, copies[i]!);
  });
  for (const hidden of copy.querySelectorAll('[display="none"], title, desc')) hidden.remove();
  for (const [key, value] of Object.entries(place(drawing, frame))) copy.setAttribute(key, String(value));
  copy.setAttribute('overflow', getComputedStyle(drawing).overflow);
  into.append(copy);
}

/** What style sheets say of an element of a drawing, as attributes; what only the page needs goes. */
function writeStyle(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  const parent = original instanceof SVGSVGElement ? null : getComputedStyle(original.parentElement!);
  for (const { name } of [...copy.attributes])
    if (/^(class|style|role|tabindex|aria-|data-)/.test(name)) copy.removeAttribute(name);
  if (style.display === 'none') copy.setAttribute('display', 'none');
  for (const [property, usual] of Object.entries(presentation)) {
    const value = style.getPropertyValue(property);
    const given = isInherited(property) && parent ? parent.getPropertyValue(property) : usual;
    if (value && (value !== given || copy.hasAttribute(property))) copy.setAttribute(property, value);
  }
}

const isInherited = (property: string): boolean =>
  !/^(opacity|dominant-baseline|vector-effect|clip-path|mask|stop-color)$/.test(property);

function drawPixels(canvas: HTMLCanvasElement, into: Element, frame: DOMRect): void {
  if (canvas.width === 0 || canvas.height === 0) return;
  const attributes = { ...place(canvas, frame), href: canvas.toDataURL(), preserveAspectRatio: 'none' };
  const { imageRendering } = getComputedStyle(canvas);
  into.append(create('image', { ...attributes, 'image-rendering': imageRendering }));
}

const TRANSPARENT = 'rgba(0, 0, 0, 0)';

/** The background and the border of a box, for keys and bars made of them. */
function drawBox(element: Element, into: Element, frame: DOMRect): void {
  if (element.matches('section, .body, .room')) return;
  const style = getComputedStyle(element);
  const border = Number.parseFloat(style.borderTopWidth);
  const hasBorder =
    border > 0 && style.borderTopStyle !== 'none' && style.borderTopWidth === style.borderLeftWidth;
  if (style.backgroundColor === TRANSPARENT && !hasBorder) return;
  const { x, y, width, height } = place(element, frame);
  const inset = hasBorder ? border / 2 : 0;
  into.append(
    create('rect', {
      x: x + inset,
      y: y + inset,
      width: Math.max(0, width - 2 * inset),
      height: Math.max(0, height - 2 * inset),
      rx: Number.parseFloat(style.borderTopLeftRadius) || 0,
      fill: style.backgroundColor === TRANSPARENT ? 'none' : style.backgroundColor,
      ...(hasBorder && { stroke: style.borderTopColor, 'stroke-width': border }),
    }),
  );
}

/** The words of a text, line by line as the page breaks it. */
function drawText(text: Text, parent: Element, into: Element, frame: DOMRect): void {
  const lines = new Map<number, { left: number; bottom: number; words: string[] }>();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const line = lines.get(Math.round(top)) ?? { left, bottom, words: [] };
    lines.set(Math.round(top), line);
    line.words.push(word);
  }
  const style = getComputedStyle(parent);
  const size = Number.parseFloat(style.fontSize);
  for (const [top, { left, bottom, words }] of lines) {
    // The letters' box is as tall as ascent and descent: the baseline is some four fifths down.
    const baseline = top + (bottom - top) * 0.79;
    const drawn = create('text', {
      x: round(left - frame.left),
      y: round(baseline - frame.top),
      fill: style.color,
      'font-family': style.fontFamily,
      'font-size': size,
      'font-weight': style.fontWeight,
      'font-style': style.fontStyle,
    });
    drawn.textContent = words.join(' ');
    into.append(drawn);
  }
}

/** The figure as pixels, `scale` of them a CSS pixel. */
export async function toPng({ svg, width, height }: Figure, scale: number): Promise<Blob> {
  const image = new Image(width * scale, height * scale);
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture could not be written as PNG.');
    return blob;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
