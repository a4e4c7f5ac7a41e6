/* Waiting for a character at the prompt, while Ctrl-C may be pressed and the window may change its size. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bindings/base/lua/interrupt.h"
#include "bindings/prompt/editor.h"

static volatile sig_atomic_t resized;

static void note_size(int signal_number) {
  (void)signal_number;
  resized = 1;
}

void sll_watch_window(void) {
  struct sigaction action = {.sa_handler = note_size};
  sigemptyset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
}

/* Waits for a byte. False at the end of input or when Ctrl-C was pressed. */
static bool read_byte(SllEditor *editor, char *byte) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGWINCH);
  for (;;) {
    /* A signal that comes between looking and waiting is held back until ppoll() lets it in. */
    sigprocmask(SIG_BLOCK, &blocked, &before);
    if (sll_interrupt_taken()) {
      sigprocmask(SIG_SETMASK, &before, NULL);
      editor->interrupted = true;
      return false;
    }
    if (resized) {
      resized = 0;
      el_resize(editor->edit); /* it forgets that the prompt stands there, and writes it again */
      fputs("\r\033[J", stdout);
      fflush(stdout);
      el_set(editor->edit, EL_REFRESH);
    }
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = ppoll(&input, 1, NULL, &before);
    int reason = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (ready < 0 && reason != EINTR)
      return false;
    if (ready <= 0)
      continue;
    ssize_t got = read(STDIN_FILENO, byte, 1);
    if (got == 1)
      return true;
    if (got == 0 || (errno != EINTR && errno != EAGAIN))
      return false;
  }
}

int sll_read_character(EditLine *edit, wchar_t *character) {
  SllEditor *editor = sll_editor_of(edit);
  mbstate_t state;
  memset(&state, 0, sizeof state);
  for (;;) {
    char byte;
    if (!read_byte(editor, &byte)) {
      *character = L'\0';
      return editor->interrupted ? -1 : 0;
    }
    size_t used = mbrtowc(character, &byte, 1, &state);
    if (used == (size_t)-2)
      continue;
    if (used == (size_t)-1) { /* not UTF-8: pass it over, and begin again with the next */
      memset(&state, 0, sizeof state);
      continue;
    }
    return 1;
  }
}
