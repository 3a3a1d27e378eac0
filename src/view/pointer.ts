interface Press {
  readonly clientX: number;
  readonly clientY: number;
}

/** The parts of an element that say how much it is enlarged. */
type Enlarged = Pick<Element, 'getBoundingClientRect'> & {
  readonly offsetWidth?: number;
  readonly parentElement?: Element | null;
};

/** How much larger an element appears than it was laid out: slides are enlarged as a whole. */
export function enlargementOf(element: Enlarged): number {
  let host: Enlarged | null | undefined = element;
  // Parts of a drawing have no layout of their own: what holds the drawing has.
  while (host && !host.offsetWidth) host = host.parentElement;
  return host?.offsetWidth ? host.getBoundingClientRect().width / host.offsetWidth || 1 : 1;
}

/** Where a pointer is from an element's upper left corner, in the pixels in which the element was laid out. */
export function pointIn(event: Press, element: Enlarged): readonly [x: number, y: number] {
  const { left, top } = element.getBoundingClientRect();
  const scale = enlargementOf(element);
  return [(event.clientX - left) / scale, (event.clientY - top) / scale];
}
