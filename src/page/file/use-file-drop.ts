import { useEffect, useState } from 'react';

/**
 * Takes files that are dropped anywhere on the page, so that a drop beside the field does not make the browser leave the
 * page for the file. Tells whether files are held above it.
 */
export function useFileDrop(onFiles: (files: File[]) => void, isEnabled: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // Each element that is entered and left tells so; the depth says whether the page itself was left.
    let depth = 0;
    const listen = (name: string, handle: (event: DragEvent) => void): void => {
      const listener = (event: Event): void => {
        if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        handle(event);
      };
      window.addEventListener(name, listener, { signal });
    };
    listen('dragenter', () => {
      depth++;
      setIsOver(true);
    });
    listen('dragleave', () => {
      depth = Math.max(0, depth - 1);
      setIsOver(depth > 0);
    });
    listen('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = isEnabled ? 'copy' : 'none';
    });
    listen('drop', (event) => {
      depth = 0;
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (isEnabled && files.length > 0) onFiles(files);
    });
    return () => {
      stop.abort();
    };
  }, [onFiles, isEnabled]);
  return isOver && isEnabled;
}
