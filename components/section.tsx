import { type ReactNode, useId } from 'react';

/** A titled part of a page. */
export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-10">
      <h2 className="font-semibold text-lg leading-snug" id={id}>
        {title}
      </h2>
      {text ? <p className="mt-1 max-w-2xl text-muted">{text}</p> : null}
      <div className="mt-4">{children}</div>
    </section>
  );
}
