/** Characters a link may have, its `#` included; what is longer is refused when it is opened, so offer a file instead. */
export const LONGEST_LINK = 64 * 1024;
/** Characters from which on some chat tools cut a link. */
export const LONG_LINK = 2000;
