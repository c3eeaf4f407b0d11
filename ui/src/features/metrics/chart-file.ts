const UNSAFE = /[^\p{L}\p{N}._-]+/gu;
const LONGEST = 100;
/** Pixels of a picture for one of the drawing. */
const SHARP = 2;

/** A name that every file system takes: train/loss -> train-loss.csv. */
export function fileName(title: string, ending: string): string {
  return `${title.replace(UNSAFE, '-').slice(0, LONGEST) || 'chart'}.${ending}`;
}

function give(title: string, ending: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(title, ending);
  link.click();
  URL.revokeObjectURL(url);
}

/** Gives the reader a file. */
export function download(title: string, ending: string, type: string, content: string | Blob): void {
  give(title, ending, new Blob([content], { type }));
}

/** Gives the reader a drawing as a picture of pixels. */
export async function downloadPng(title: string, svg: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SHARP;
    canvas.height = image.naturalHeight * SHARP;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (picture) give(title, 'png', picture);
  } finally {
    URL.revokeObjectURL(url);
  }
}
