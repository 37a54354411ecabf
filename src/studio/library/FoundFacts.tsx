import { Fragment } from 'react';

import { labelSetOfSize } from '../../checkpoint/labelSets.ts';
import type { Conditioning } from '../../checkpoint/manifest.ts';
import { downsampling } from '../../core/architecture.ts';
import { FactList } from '../controls/FactList.tsx';
import { Icon } from '../controls/Icon.tsx';
import { sentence } from '../messages/format.ts';
import { text } from '../messages/text.ts';
import { publishedAs } from './choices.ts';
import type { Identity, Sheet } from './importFlow.ts';

/** Warnings that the sheet itself answers: it asks for the head count, and importing checks every value. */
const ANSWERED = /^(the number of attention heads is not in the weights|values are not looked at here)/;

/** What the files hold, in the field's own terms. */
export function FoundFacts({ sheet }: { readonly sheet: Sheet & { readonly step: 'found' } }) {
  const t = text().imports;
  const { found, identity } = sheet;
  const { model } = found;
  const [entry, ...alike] = model.published;
  const isOne = entry !== undefined && alike.length === 0;
  const recommended = entry?.recommended;
  const facts = factsOf(sheet);
  const warnings = model.warnings.filter((warning) => !ANSWERED.test(warning));
  return (
    <>
      <div className="sheet-head">
        <h3>{isOne ? entry.name : found.title}</h3>
        {isOne && <span className="tag">{publishedAs(found) ? t.published : t.publishedShapes}</span>}
      </div>
      {isOne && <p className="sheet-makes">{sentence(entry.makes)}</p>}
      {alike.length > 0 && (
        <p className="sheet-makes">{t.looksLike(model.published.map(({ name }) => name))}.</p>
      )}
      {identity && <IdentityLine identity={identity} />}
      <FactList
        className="sheet-facts"
        facts={[
          ...facts.map(([name, lines]) => [name, <Lines key={name} lines={lines} />] as const),
          ...(recommended ? [[t.recommended, t.settings(recommended)] as const] : []),
        ]}
      />
      {warnings.length > 0 && (
        <div className="sheet-warnings">
          <h4>{t.warnings}</h4>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{sentence(warning)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function factsOf({
  found,
}: Sheet & { readonly step: 'found' }): readonly (readonly [string, readonly string[]])[] {
  const t = text().imports;
  const { model, supplied, title } = found;
  const { imageStage, conditioning, transformer, parameters } = model;
  const suppliedBy = (role: 'image' | 'condition') =>
    supplied.flatMap((one) => (one.role === role ? [t.from(one.file)] : []));
  const image = imageStage
    ? [t.stage(imageStage.codes, downsampling(imageStage), parameters.imageStage), ...suppliedBy('image')]
    : [t.noImageStage];
  const conditions = conditioning.map((one) => conditionWords(one, parameters.conditioning));
  const network = transformer
    ? t.transformerFacts(
        transformer.layers,
        transformer.width,
        transformer.heads,
        transformer.blockSize,
        parameters.transformer,
      )
    : t.noTransformer;
  const ignored = model.ignored.map(({ what, tensors, bytes }) => t.ignored(what, tensors, bytes));
  return [
    // the heading shows the file's name, or the published model's
    [
      t.file,
      [...(model.published.length === 1 ? [title] : []), t.container(model.container, model.fileBytes)],
    ],
    [t.imageStage, image],
    ...(conditions.length > 0
      ? [[t.conditionStage, [...conditions, ...suppliedBy('condition')]] as const]
      : []),
    [t.transformer, [network, ...(model.permuted ? [t.permuted] : [])]],
    ...(ignored.length > 0 ? [[t.leftOut, ignored] as const] : []),
  ];
}

/** `Layout: 182 labels with names, 1,024 codes, ...` */
function conditionWords({ kind, stage }: Conditioning, parameters: number): string {
  const t = text().imports;
  const name = text().settings.kinds[kind];
  if (stage?.type === 'class') return `${name}: ${t.classes(stage.classes)}`;
  if (stage?.type !== 'vqgan') return name;
  const labels = stage.segmentation
    ? `${t.labels(stage.inChannels, labelSetOfSize(stage.inChannels) !== null)}, `
    : '';
  return `${name}: ${labels}${t.stage(stage.codes, downsampling(stage), parameters)}`;
}

function IdentityLine({ identity }: { readonly identity: NonNullable<Identity> }) {
  const t = text().imports.identity;
  if (typeof identity !== 'string') {
    const { progress } = identity;
    const share = progress && progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : null;
    return <p className="identity-line">{t.comparing(share)}</p>;
  }
  return (
    <p className="identity-line" data-state={identity} role={identity === 'same' ? 'status' : 'alert'}>
      <Icon name={identity === 'same' ? 'check' : 'warning'} />
      {t[identity]}
    </p>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {line}
    </Fragment>
  ));
}
