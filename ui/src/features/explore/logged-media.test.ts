import { expect, it } from 'vitest';
import { isMediaFolder, mediaAt, mediaOf, stepsOf } from './logged-media';

const PATHS = [
  'images/val~pred+step+10+timestamp+5+ab-1+compressed.webp',
  'images/val~pred+step+10+timestamp+5+ab-1.png',
  'images/val~pred+step+2+timestamp+4+ab-2.png',
  'images/val#pred%step%30%timestamp%9%ab-3.png',
  'images/val#pred%step%30%timestamp%9%ab-3%compressed.webp',
  'images/a+b+step+-1+timestamp+1+c.png',
  'plot.png',
  'notes.txt',
];

it('reads series with previews by both ways of naming', () => {
  const images = mediaOf(PATHS);
  expect(images.map(({ key, step }) => [key, step])).toEqual([
    ['a+b', -1],
    ['plot.png', 0],
    ['val/pred', 2],
    ['val/pred', 10],
    ['val/pred', 30],
  ]);
  expect(images[3]).toMatchObject({ path: PATHS[1], previewPath: PATHS[0] });
  expect(images[4]).toMatchObject({ path: PATHS[3], previewPath: PATHS[4] });
  expect(images[2]).toMatchObject({ path: PATHS[2], previewPath: PATHS[2] });
});

it('finds the image at a step, or the last one before', () => {
  const images = mediaOf(PATHS);
  expect(stepsOf(images, 'val/pred')).toEqual([2, 10, 30]);
  expect([1, 2, 15, 99].map((step) => mediaAt(images, 'val/pred', step)?.step)).toEqual([undefined, 2, 10, 30]);
});

it('knows sound and film, and folders that hold such', () => {
  const media = mediaOf(['speech.wav', 'media/clip+step+3+timestamp+1+a.webm', 'model.pkl']);
  expect(media.map(({ kind, key, step }) => [kind, key, step])).toEqual([
    ['audio', 'speech.wav', 0],
    ['video', 'clip', 3],
  ]);
  expect(['images', 'eval_plots', 'model'].map(isMediaFolder)).toEqual([true, true, false]);
});
