import { type ComponentProps, createContext, type ReactNode, useContext } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';

/** Draws a block of code of some language; undefined leaves it as code. */
export type DrawFence = (language: string, text: string) => ReactNode | undefined;

/** A context, so that what is drawn stays where it is when the text around it changes. */
const Fences = createContext<DrawFence | undefined>(undefined);
const LANGUAGE = /^language-(.+)$/;

function Fence({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const draw = useContext(Fences);
  const code = node?.children[0];
  if (draw && code?.type === 'element' && Array.isArray(code.properties.className)) {
    const language = LANGUAGE.exec(String(code.properties.className[0]))?.[1] ?? '';
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    const drawn = draw(language, text);
    if (drawn !== undefined) return drawn;
  }
  return <pre>{children}</pre>;
}

const components: Components = {
  pre: Fence,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ),
  // An image from elsewhere would tell its host who reads this: it is a link instead.
  img: ({ src, alt }) => (
    <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer">
      {alt || 'image'}
    </a>
  ),
};

/** Markdown as elements; HTML inside it stays text, and links keep only harmless schemes. */
export default function Markdown({ text, fence }: { text: string; fence?: DrawFence }) {
  return (
    <Fences value={fence}>
      <div className="markdown">
        <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
          {text}
        </ReactMarkdown>
      </div>
    </Fences>
  );
}
