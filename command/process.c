/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c - other programs, run and listened to.  */

#include "process.h"
#include "alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Read what there is from *FD into T; at the end close it.  */
static void
listen_to (int *fd, struct esc_text *t)
{
  char buf[4096];
  ssize_t n = read (*fd, buf, sizeof buf);
  if (n > 0)
    esc_text_bytes (t, buf, (size_t)n);
  else if (n == 0 || errno != EINTR)
    {
      close (*fd);
      *fd = -1;
    }
}

static void
listen_to_all (int fds[2], struct esc_text *texts[2])
{
  while (fds[0] >= 0 || fds[1] >= 0)
    {
      struct pollfd polls[2] = { { fds[0], POLLIN, 0 }, { fds[1], POLLIN, 0 } };
      if (poll (polls, 2, -1) < 0 && errno != EINTR)
        return;
      for (int i = 0; i < 2; i++)
        if (fds[i] >= 0 && polls[i].revents)
          listen_to (&fds[i], texts[i]);
    }
}

int
esc_process (char *const *argv, struct esc_text *out, struct esc_text *err)
{
  struct esc_text *texts[2] = { out, err };
  int ends[2][2] = { { -1, -1 }, { -1, -1 } }, status = 0;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init (&actions);
  for (int i = 0; i < 2; i++)
    if (texts[i] && !pipe2 (ends[i], O_CLOEXEC))
      posix_spawn_file_actions_adddup2 (&actions, ends[i][1], i + 1);
  pid_t pid;
  int failed = posix_spawnp (&pid, argv[0], &actions, NULL, argv, environ);
  posix_spawn_file_actions_destroy (&actions);
  int fds[2] = { ends[0][0], ends[1][0] };
  for (int i = 0; i < 2; i++)
    if (ends[i][1] >= 0)
      close (ends[i][1]);
  listen_to_all (fds, texts);
  if (failed)
    {
      errno = failed;
      return -1;
    }
  while (waitpid (pid, &status, 0) < 0)
    if (errno != EINTR)
      return -1;
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}

char *
esc_ask (const char *cc, const char *option)
{
  char *argv[] = { (char *)cc, (char *)option, NULL };
  struct esc_text out = { 0 }, err = { 0 };
  int status = esc_process (argv, &out, &err);
  free (err.data);
  if (status || !out.size)
    {
      free (out.data);
      return NULL;
    }
  out.data[strcspn (out.data, "\n")] = '\0';
  return out.data;
}

char *
esc_own_path (void)
{
  char path[PATH_MAX];
  ssize_t n = readlink ("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0)
    {
      esc_say ("/proc/self/exe", "%s; is /proc mounted?", strerror (errno));
      exit (ESC_EXIT_USAGE);
    }
  path[n] = '\0';
  return esc_xstrdup (path);
}
