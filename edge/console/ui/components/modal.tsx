import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useStore } from '../model/store.ts'

interface ModalProps {
  readonly title: string
  /** Left out where the dialog may not be put away. */
  readonly onClose?: () => void
  readonly children: ComponentChildren
}

/**
 * The browser's own dialog: it keeps the focus inside and closes on Escape. A touch screen has no Escape, so
 * each has a button as well; it comes last, for the focus to begin with what the dialog asks.
 */
export function Modal({ title, onClose, children }: ModalProps) {
  const { t } = useStore().say.value
  const dialog = useRef<HTMLDialogElement>(null)
  // One dialog may ask over another: each has a title of its own.
  const titleId = useId()
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={(event) => {
        // `cancel` alone does not do: a browser lets a second Escape by.
        if (onClose === undefined && event.key === 'Escape') event.preventDefault()
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      {onClose && (
        <button type="button" class="close modal-close" aria-label={t.acts.close} onClick={onClose}>
          ✕
        </button>
      )}
    </dialog>
  )
}
