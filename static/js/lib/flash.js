/** Shows a copy of the first of these `<template id="flash-…">` that the page has, and returns it. */
export function flash(...names) {
  const template = names.map((name) => document.getElementById(`flash-${name}`)).find(Boolean);
  const place = document.querySelector(".flashes");
  if (!template || !place) return;
  const copy = document.importNode(template.content, true);
  // The same message twice says nothing new.
  const text = copy.textContent.trim();
  for (const child of [...place.children]) if (child.textContent.trim() === text) child.remove();
  place.append(copy);
  return place.lastElementChild;
}
