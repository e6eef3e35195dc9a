// Whether somebody has changed a form since the server wrote it: on a slow line people type before the scripts come.
export function typedAlready(form) {
  const written = form.cloneNode(true);
  written.reset();
  return String(words(form)) !== String(words(written));
}

const words = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
