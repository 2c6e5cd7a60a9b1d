/** Copy without moving the focus; false when the page may not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text); // not a secure context, or a frame without the permission
  }
}

function copyByCommand(text: string): boolean {
  let copied = false;
  const fillIn = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    copied = true;
  };
  document.addEventListener("copy", fillIn, { capture: true, once: true });
  const allowed = document.execCommand("copy");
  document.removeEventListener("copy", fillIn, { capture: true });
  return allowed && copied;
}
