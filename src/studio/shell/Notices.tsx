import { Icon } from '../controls/Icon.tsx';
import { sentence } from '../messages/format.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { dismiss, type Notice } from './noticeStore.ts';

/** What went wrong or was done, at the foot of the page until it is dismissed. */
export function Notices() {
  const { notices: store } = useStudio();
  const notices = useFrom(
    (studio) => studio.notices,
    (state) => state.notices,
  );
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeView key={notice.id} notice={notice} onDismiss={() => dismiss(store, notice.id)} />
      ))}
    </div>
  );
}

function NoticeView({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: () => void }) {
  const { tone, message, advice, action } = notice;
  return (
    <div className="notice" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={tone === 'error' ? 'warning' : 'check'} />
      <p>
        <span className="notice-message">{tone === 'error' ? sentence(message) : message}</span>
        {advice && <span className="notice-advice"> {sentence(advice)}</span>}
      </p>
      {action && (
        <button
          className="button"
          onClick={() => {
            onDismiss();
            action.perform();
          }}
        >
          {action.label}
        </button>
      )}
      <button className="icon-button" aria-label={text().actions.dismiss} onClick={onDismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}
