/**
 * The script of the sign-in window's last page. It gives the one-time code to the page that opened the window, which must be
 * ours: the browser delivers it to no other origin (promises S9). Without such a page, ours is opened in this window, where
 * the code in its address is good only beside the cookie that this browser has just been given.
 */
export const HAND_OVER_SCRIPT = `'use strict';
const { code, origin } = document.body.dataset;
if (window.opener && !window.opener.closed) {
  window.opener.postMessage({ type: 'clientferry:code', code }, origin);
  window.close();
} else {
  window.location.replace('/#code=' + encodeURIComponent(code));
}
`;
