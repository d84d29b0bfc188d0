/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugin.c - run the compiler with the plugin and read what it says.  */

#include "plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Everything that COMMAND writes.  */
static char *
output_of (const char *command, int *status)
{
  struct text t = { 0 };
  char buf[65536];
  size_t n;
  FILE *f = popen (command, "r");
  if (!f)
    abort ();
  text_put (&t, "%s", "");
  while ((n = fread (buf, 1, sizeof buf - 1, f)) > 0)
    {
      buf[n] = '\0';
      text_put (&t, "%s", buf);
    }
  *status = pclose (f);
  return t.buf;
}

static struct program *
program_at (struct program **ps, int n, int line)
{
  for (int i = 0; i < n; i++)
    if (line >= ps[i]->first_line && line <= ps[i]->last_line)
      return ps[i];
  return NULL;
}

/* The variable of P that the quoted or bare NAME begins with.  */
static struct var *
var_called (struct program *p, const char *name)
{
  name += strspn (name, "'*(&");
  if (!strchr ("avg", *name))
    return NULL;
  char *end;
  long id = strtol (name + 1, &end, 10);
  if (end == name + 1 || *end != '_' || atoi (end + 1) != p->index)
    return NULL;
  return id > 0 && id < p->nvars ? p->vars[id] : NULL;
}

/* ---- malloc sites -------------------------------------------------------- */

static void
count_sites (const struct expr *e, int *site, int *n)
{
  if (!e || e->off)
    return;
  if (e->op == EX_MALLOC)
    {
      *site = e->site;
      ++*n;
    }
  count_sites (e->a, site, n);
  count_sites (e->b, site, n);
  count_sites (e->c, site, n);
  for (int i = 0; i < e->nargs; i++)
    count_sites (e->args[i], site, n);
}

/* The only malloc on LINE, or -1.  */
static int
site_at (const struct program *p, int line)
{
  int site = -1, n = 0;
  for (int i = 1; i < p->nstmts; i++)
    {
      const struct stmt *s = p->stmts[i];
      if (s->off || s->line != line)
        continue;
      count_sites (s->lhs, &site, &n);
      count_sites (s->rhs, &site, &n);
      count_sites (s->cond, &site, &n);
    }
  return n == 1 ? site : -1;
}

/* ---- lines --------------------------------------------------------------- */

static void
read_note (struct saying *s, const char *text)
{
  static const struct
  {
    const char *start;
    enum note_kind kind;
  } kinds[] = { { "leaking param content: ", NOTE_CONTENT },
                { "leaking param: ", NOTE_LEAK } };
  s->note = NOTE_OTHER;
  s->site
      = strncmp (text, "malloc(", 7) == 0 ? site_at (s->program, s->line) : -1;
  if (strstr (text, " does not escape"))
    {
      s->note = NOTE_NO_ESCAPE;
      s->var = s->site < 0 ? var_called (s->program, text) : NULL;
      return;
    }
  for (int i = 0; i < 2; i++)
    if (strncmp (text, kinds[i].start, strlen (kinds[i].start)) == 0)
      {
        const char *to = strstr (text, " to "),
                   *level = strstr (text, "level=");
        s->note = kinds[i].kind;
        s->var = var_called (s->program, text + strlen (kinds[i].start));
        if (to && level)
          {
            s->level = atoi (level + 6);
            s->note = strncmp (to, " to result", 10) == 0 ? NOTE_RESULT
                                                          : NOTE_PARAM;
          }
        return;
      }
}

/* The compound literal of the function that LINE is in.  */
static struct var *
literal_at (const struct program *p, int line)
{
  struct var *v = NULL;
  for (int i = 0; i < p->nfuncs; i++)
    if (!p->funcs[i]->off && p->funcs[i]->line <= line)
      v = p->funcs[i]->literal;
  return v;
}

/* Where does TEXT say that the address is?  */
static void
read_place (struct saying *s, const char *text)
{
  const char *in = strstr (text, " left in '");
  s->place = in ? PLACE_MEMORY : PLACE_ANY;
  if (strncmp (s->rule, "[escape-return]", 15) == 0)
    s->place = PLACE_RESULT;
  if (!in || strncmp (s->rule, "[escape-global]", 15) != 0)
    return;
  in += strlen (" left in '");
  size_t len = strcspn (in, "'");
  const char *arrow = strstr (in, "->");
  s->holder = var_called (s->program, in);
  if (s->holder && s->holder->kind == VAR_GLOBAL && *in == 'g'
      && !(arrow && arrow < in + len))
    s->place = PLACE_GLOBAL;
}

/* "TEXT [CWE-825] [RULE]".  */
static bool
read_finding (struct saying *s, char *text)
{
  char *rule = strrchr (text, '['), *quote = strchr (text, '\'');
  if (!rule || strncmp (rule, "[escape-", 8) != 0 || !quote)
    return false;
  s->rule = rule;
  s->site = -1;
  s->var = strstr (text, " a compound literal ")
               ? literal_at (s->program, s->line)
               : var_called (s->program, quote);
  read_place (s, text);
  return true;
}

/* "FILE:LINE:COLUMN: warning: TEXT" or "note: TEXT".  */
static bool
read_line (char *line, const char *file, struct program **ps, int n,
           struct saying *s)
{
  size_t len = strlen (file);
  memset (s, 0, sizeof *s);
  if (strncmp (line, file, len) != 0 || line[len] != ':')
    return false;
  s->text = line + len + 1;
  s->line = atoi (s->text);
  s->program = program_at (ps, n, s->line);
  if (!s->program)
    return false;
  char *warning = strstr (line, ": warning: ");
  if (warning)
    return read_finding (s, warning + 11);
  char *note = strstr (line, ": note: ");
  if (!note || strstr (note, "declared here"))
    return false;
  read_note (s, note + 8);
  return true;
}

/* Slim LTO ends the compilation soon after the plugin's pass.  */
bool
plugin_ask (const struct compiler *c, const char *file, const char *optimise,
            const char *level, bool notes, struct program **ps, int n,
            struct said *said)
{
  char command[2048];
  int status;
  snprintf (command, sizeof command,
            "LC_ALL=C %s -std=gnu11 %s -fplugin=%s "
            "-fplugin-arg-escape-level=%s %s "
            "-fplugin-arg-escape-disable=large-local,vla-unbounded "
            "-fdiagnostics-plain-output -fdiagnostics-path-format=none "
            "-S -flto -fno-fat-lto-objects -o /dev/null %s 2>&1",
            c->cc, optimise, c->plugin, level,
            notes ? "-fplugin-arg-escape-m" : "", file);
  memset (said, 0, sizeof *said);
  said->text = output_of (command, &status);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return false;
  int cap = 0;
  char *save = NULL;
  for (char *line = strtok_r (said->text, "\n", &save); line;
       line = strtok_r (NULL, "\n", &save))
    {
      if (said->n == cap)
        {
          cap = cap * 2 + 64;
          said->all = realloc (said->all, (size_t)cap * sizeof *said->all);
          if (!said->all)
            abort ();
        }
      said->n += read_line (line, file, ps, n, &said->all[said->n]);
    }
  return true;
}

void
said_free (struct said *said)
{
  free (said->all);
  free (said->text);
}
