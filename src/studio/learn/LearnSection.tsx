import type { ReactNode } from 'react';

interface LearnSectionProps {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly children: ReactNode;
}

export function LearnSection({ title, paragraphs, children }: LearnSectionProps) {
  return (
    <section>
      <h2>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {children}
    </section>
  );
}
