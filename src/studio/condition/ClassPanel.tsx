import { useState } from 'react';

import { RadioGroup } from '../controls/RadioGroup.tsx';
import { ClassField } from '../generate/ClassField.tsx';
import { text } from '../messages/text.ts';
import { displayName, labelsLike } from '../paint/palette.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { classPictureStyle, useClassPictures } from './useClassPictures.ts';

/** More classes than this are searched. */
const MANY_CLASSES = 24;

/** The classes of the model by name; models without names are asked for a number. */
export function ClassPanel() {
  const { settings } = useStudio();
  const t = text().conditions.class;
  const classId = useFrom(
    (studio) => studio.settings,
    (state) => state.classId,
  );
  const manifest = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded?.manifest,
  );
  const pictures = useClassPictures();
  const classes = manifest?.conditioning.find(({ kind }) => kind === 'class')?.labels;
  const [query, setQuery] = useState('');
  if (!classes) {
    return (
      <>
        <div className="tool-bar" />
        <div className="class-number">
          <p className="condition-note">{t.help}</p>
          <ClassField />
        </div>
      </>
    );
  }
  const pictureOf = (id: number) => {
    const index = classes.findIndex((one) => one.id === id);
    return pictures ? classPictureStyle(pictures, index) : {};
  };
  const shown = classes.length > MANY_CLASSES ? labelsLike(classes, query) : classes;
  return (
    <>
      <div className="tool-bar">
        {classes.length > MANY_CLASSES ? (
          <input
            type="search"
            className="text-input"
            aria-label={t.find}
            placeholder={t.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        ) : (
          <p className="condition-note">{t.help}</p>
        )}
      </div>
      {shown.length === 0 && <p className="palette-none">{t.none(query.trim())}</p>}
      <RadioGroup
        className="class-list"
        label={t.list}
        value={classId}
        options={shown.map((one) => ({ value: one.id, label: displayName(one), title: one.description }))}
        onChange={(id) => settings.setState({ classId: id })}
        // No swatch: unlike a layout's labels, a class has no colour that means anything.
        render={({ value, label }) => (
          <>
            {pictures && <span className="class-picture" style={pictureOf(value)} />}
            <span className="palette-name">{label}</span>
          </>
        )}
      />
    </>
  );
}
