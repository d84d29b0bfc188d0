/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-report.c - `escape report`: findings in a format of the reader's.  */

#include "baseline.h"
#include "command.h"
#include "sarif.h"

#include <stdlib.h>
#include <string.h>

enum
{
  KEY_FORMAT = 'f',
  KEY_OUTPUT = 'o',
  KEY_BASELINE = 'b'
};

static const struct argp_option options[]
    = { { "format", KEY_FORMAT, "FORMAT", 0,
          "text (default), sarif, json, html, gitlab, junit or github", 1 },
        { "baseline", KEY_BASELINE, "FILE", 0,
          "Say of each finding whether FILE holds it (sarif, json)", 2 },
        { "output", KEY_OUTPUT, "FILE", 0,
          "Write to FILE, as a whole or not at all", 2 },
        { 0 } };

static void
out_sarif (struct esc_set *s, struct esc_text *t)
{
  size_t size;
  char *text = esc_sarif_write (s, &size);
  esc_text_add (t, "%s\n", text ? text : "");
  free (text);
}

static const struct format
{
  const char *name;
  void (*write) (struct esc_set *, struct esc_text *);
  enum esc_level level; /* when none is asked for */
} formats[] = { { "text", esc_out_text, ESC_LIKELY },
                { "sarif", out_sarif, ESC_LIKELY },
                { "json", esc_out_json, ESC_LIKELY },
                { "html", esc_out_html, ESC_AUDIT },
                { "gitlab", esc_out_gitlab, ESC_LIKELY },
                { "junit", esc_out_junit, ESC_DEFINITE },
                { "github", esc_out_github, ESC_LIKELY } };

#define NFORMATS (sizeof formats / sizeof *formats)

struct report
{
  const struct format *format;
  const char *output, *baseline;
};

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct report *r = state->input;
  switch (key)
    {
    case KEY_FORMAT:
      for (size_t i = 0; i < NFORMATS; i++)
        if (!strcmp (arg, formats[i].name))
          {
            r->format = &formats[i];
            return 0;
          }
      argp_error (state, "--format=%s: see `escape report --help'", arg);
      return 0;
    case KEY_OUTPUT:
      r->output = arg;
      return 0;
    case KEY_BASELINE:
      r->baseline = arg;
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

/* Give the items of S their states.  False if FILE cannot be read.  */
static bool
compare (struct esc_set *s, const char *file)
{
  struct esc_baseline b;
  bool ok = esc_baseline_read (&b, file, false);
  if (ok)
    esc_baseline_match (&b, s);
  esc_baseline_free (&b);
  return ok;
}

/* The figures go to standard error where the format has no place for
   them.  */
static void
say_figures (const struct esc_set *s)
{
  struct esc_text t = { 0 };
  esc_figures_text (s, &t);
  fputs (t.data, stderr);
  free (t.data);
}

static int
run (int argc, char **argv)
{
  struct report r = { &formats[0], NULL, NULL };
  struct esc_inputs in = { 0 };
  struct esc_text t = { 0 };
  esc_parse (&esc_command_report, argc, argv, parse, &r, &in);
  struct esc_set *s = esc_read_inputs (&in);
  if (!s)
    return ESC_EXIT_USAGE;
  esc_set_settle (s, in.level ? in.level : r.format->level);
  if (r.baseline && !compare (s, r.baseline))
    {
      esc_set_free (s);
      return ESC_EXIT_USAGE;
    }
  r.format->write (s, &t);
  int status = esc_figures_status (s);
  if (!esc_deliver (&t, r.output))
    status = ESC_EXIT_USAGE;
  if (r.format != &formats[0])
    say_figures (s);
  esc_set_free (s);
  free (in.names);
  return status;
}

const struct esc_command esc_command_report = {
  .name = "report",
  .args = "INPUT...",
  .summary = "Report the findings in a format of your choice",
  .text = "The default level is likely; for html it is audit, for junit "
          "definite. html is one page that needs nothing else. Findings that "
          "the source suppresses "
          "are in the machine-readable formats, marked, with their reasons.",
  .options = options,
  .inputs = true,
  .run = run,
};
