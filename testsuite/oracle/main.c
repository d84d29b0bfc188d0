/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - oracle: is what the plugin says of random programs true?

     oracle --plugin=build/escape.so --seed=1 --count=2000 --jobs=2

   Prints each fault with its program, then a summary.  Exits with 1 if there
   was a fault or recall fell under --recall.  */

#include "check.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *argp_program_version = "oracle";

static struct settings
{
  const char *cc, *plugin, *folder;
  uint64_t seed;
  long count, seconds;
  int jobs, batch;
  double recall;
  double likely;
  bool print, run, shrink, stop;
  unsigned wanted;
} settings
    = { .cc = "gcc",
        .folder = "/tmp",
        .seed = 1,
        .count = 100,
        .jobs = 1,
        .batch = 50,
        .wanted = WANT_ALL & ~WANT (FAULT_MISSED) & ~WANT (FAULT_OVERCLAIMED) };

static const struct argp_option options[]
    = { { "cc", 'c', "CC", 0, "the compiler under test (gcc)", 0 },
        { "plugin", 'p', "FILE", 0, "the plugin", 0 },
        { "folder", 'd', "DIR", 0, "for scratch files (/tmp)", 0 },
        { "seed", 's', "N", 0, "of the first program (1)", 0 },
        { "count", 'n', "N", 0, "programs (100)", 0 },
        { "seconds", 't', "N", 0, "stop after so long, whatever --count", 0 },
        { "jobs", 'j', "N", 0, "processes (1)", 0 },
        { "batch", 'b', "N", 0, "programs a file (50)", 0 },
        { "recall", 'r', "PERCENT", 0, "the least share found at definite", 0 },
        { "likely", 'l', "PERCENT", 0, "... at definite or likely", 0 },
        { "stop", 'x', NULL, 0, "stop at the first batch with a fault", 0 },
        { "print", 'P', NULL, 0, "only print the programs", 0 },
        { "runnable", 'R', NULL, 0,
          "only print programs that can be run, with a main function", 0 },
        { "shrink", 'S', NULL, 0, "make programs with faults small", 0 },
        { "missed", 'm', NULL, 0,
          "escapes that are not definite are faults too", 0 },
        { "overclaimed", 'o', NULL, 0,
          "definite warnings that shared memory can undo are faults too", 0 },
        { 0 } };

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  switch (key)
    {
    case 'c':
      settings.cc = arg;
      break;
    case 'p':
      settings.plugin = arg;
      break;
    case 'd':
      settings.folder = arg;
      break;
    case 's':
      settings.seed = strtoull (arg, NULL, 10);
      break;
    case 'n':
      settings.count = atol (arg);
      break;
    case 't':
      settings.seconds = atol (arg);
      settings.count = 1L << 40;
      break;
    case 'j':
      settings.jobs = atoi (arg);
      break;
    case 'b':
      settings.batch = atoi (arg);
      break;
    case 'r':
      settings.recall = atof (arg);
      break;
    case 'l':
      settings.likely = atof (arg);
      break;
    case 'x':
      settings.stop = true;
      break;
    case 'P':
      settings.print = true;
      break;
    case 'R':
      settings.run = true;
      break;
    case 'S':
      settings.shrink = true;
      break;
    case 'm':
      settings.wanted |= WANT (FAULT_MISSED);
      break;
    case 'o':
      settings.wanted |= WANT (FAULT_OVERCLAIMED);
      break;
    case ARGP_KEY_END:
      if (!settings.plugin && !settings.print && !settings.run)
        argp_error (state, "--plugin is needed");
      break;
    default:
      return ARGP_ERR_UNKNOWN;
    }
  return 0;
}

static const struct argp argp = {
  options, parse,
  NULL,    "Judge the plugin's verdicts on random programs by running them.",
  NULL,    NULL,
  NULL
};

/* ---- a job --------------------------------------------------------------- */

static void
show_program (struct program *p)
{
  struct text t = { 0 };
  print_prologue (&t);
  print_program (&t, p);
  printf ("%s\n", t.buf);
  fflush (stdout);
  free (t.buf);
}

/* Show fault F of batch B, shrunk unless the same program had one before.  */
static void
show_fault (struct batch *b, const struct result *r, int f,
            const struct compiler *c, const char *optimise)
{
  const struct fault_report *report = &r->faults[f];
  struct program *p = report->program;
  printf ("FAULT %s: seed %llu: %s\n", fault_names[report->fault],
          (unsigned long long)p->seed, report->text);
  for (int k = 0; k < f; k++)
    if (r->faults[k].program == p && r->faults[k].fault == report->fault)
      return;
  int i = 0;
  while (b->programs[i] != p)
    i++;
  if (settings.shrink && report->fault != FAULT_BROKEN
      && !shrink (b, i, c, optimise, report->fault))
    printf ("not on its own: --batch=%d --seed=%llu\n", settings.batch,
            (unsigned long long)b->seed);
  show_program (p);
}

/* The exit status of a batch after which no other is wanted.  */
#define STOPPED 9

/* One batch, in a process of its own: what dies takes nothing with it.  */
static void
do_batch (uint64_t seed, int n, const struct compiler *c, int out)
{
  static const char *const levels[] = { "-O2", "-O1", "-Os", "-O3", "-Og" };
  const char *level = levels[seed / (uint64_t)settings.batch % 5];
  struct batch b;
  struct result r = { 0 };
  batch_make (&b, seed, n, &r);
  if (b.n)
    batch_check (&b, c, -1, level, settings.wanted, &r);
  for (int i = 0; i < r.nfaults; i++)
    show_fault (&b, &r, i, c, level);
  fflush (stdout);
  if (write (out, &r, sizeof r) != sizeof r)
    _exit (1);
  _exit (r.nfaults && settings.stop ? STOPPED : 0);
}

static int
wait_for (pid_t child)
{
  int status;
  return waitpid (child, &status, 0) == child ? status : -1;
}

/* Job JOB of settings.jobs: every jobs-th batch.  */
static void
do_job (int job, int out)
{
  char folder[512], file[600];
  time_t end = time (NULL) + settings.seconds;
  bool failed = false;
  snprintf (folder, sizeof folder, "%s/oracle.%d", settings.folder,
            (int)getpid ());
  mkdir (folder, 0700);
  struct compiler c = { settings.cc, settings.plugin, folder };
  for (long at = (long)job * settings.batch; at < settings.count;
       at += (long)settings.jobs * settings.batch)
    {
      long left = settings.count - at;
      uint64_t seed = settings.seed + (uint64_t)at;
      if ((settings.seconds && time (NULL) >= end) || failed)
        break;
      pid_t child = fork ();
      if (child == 0)
        do_batch (seed, (int)(left < settings.batch ? left : settings.batch),
                  &c, out);
      int status = wait_for (child);
      if (WIFEXITED (status) && WEXITSTATUS (status) == STOPPED)
        break;
      if (status != 0)
        {
          printf ("FAULT broken: the oracle died at --seed=%llu --count=%d\n",
                  (unsigned long long)seed, settings.batch);
          failed = true;
        }
    }
  snprintf (file, sizeof file, "%s/programs.c", folder);
  unlink (file);
  rmdir (folder);
  exit (failed);
}

/* ---- the whole ----------------------------------------------------------- */

static void
add_up (struct result *sum, const struct result *r)
{
  sum->nfaults += r->nfaults;
  sum->programs += r->programs;
  sum->rejected += r->rejected;
  sum->clean += r->clean;
  sum->one += r->one;
  sum->many += r->many;
  sum->runs += r->runs;
  sum->seen += r->seen;
  sum->found += r->found;
  sum->likely += r->likely;
  sum->open += r->open;
  sum->warnings += r->warnings;
  for (int k = 0; k < NHOWS; k++)
    sum->missed[k] += r->missed[k];
}

static double
share (long part, long whole)
{
  return whole ? 100.0 * (double)part / (double)whole : 100.0;
}

static double
recall_of (const struct result *r)
{
  return share (r->found, r->seen);
}

static double
likely_of (const struct result *r)
{
  return share (r->likely, r->seen + r->open);
}

static void
progress (const struct result *r, double seconds, bool last)
{
  if (!isatty (2))
    return;
  fprintf (stderr, "\r%ld programs, %.0f/s, %d faults, recall %.1f %% %s",
           r->programs, (double)r->programs / seconds, r->nfaults,
           recall_of (r), last ? "\n" : "");
}

static void
summary (const struct result *r, double seconds)
{
  printf (
      "programs  %ld run (%ld rejected) from seed %llu: %ld clean, %ld with "
      "one escaping object, %ld with more\n",
      r->programs, r->rejected, (unsigned long long)settings.seed, r->clean,
      r->one, r->many);
  printf ("runs      %ld; %.0f s, %.1f programs a second\n", r->runs, seconds,
          (double)r->programs / seconds);
  printf ("recall    %ld escapes: %.1f %% definite (not: %ld global, %ld "
          "result, %ld caller, %ld heap)\n",
          r->seen, recall_of (r), r->missed[HOW_GLOBAL], r->missed[HOW_RESULT],
          r->missed[HOW_CALLER], r->missed[HOW_HEAP]);
  printf ("          %ld more hang on other pointers or unknown code; %.1f %% "
          "of all %ld are likely at least\n",
          r->open, likely_of (r), r->seen + r->open);
  printf ("definite  %ld warnings\n", r->warnings);
  printf ("faults    %d\n", r->nfaults);
  if (recall_of (r) < settings.recall)
    printf ("recall at definite is under %.1f %%\n", settings.recall);
  if (likely_of (r) < settings.likely)
    printf ("recall at likely is under %.1f %%\n", settings.likely);
}

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
read_all (int from, struct result *r)
{
  size_t have = 0;
  while (have < sizeof *r)
    {
      ssize_t n = read (from, (char *)r + have, sizeof *r - have);
      if (n <= 0)
        return false;
      have += (size_t)n;
    }
  return true;
}

/* Start the jobs; what they find comes through one pipe each.  Returns the
   exit status.  */
static int
run_jobs (void)
{
  struct result sum = { 0 }, r;
  int from[64], open = settings.jobs, failed = 0, status;
  double start = now ();
  fflush (stdout);
  for (int i = 0; i < settings.jobs; i++)
    {
      int ends[2];
      if (pipe (ends) != 0)
        return 2;
      if (fork () == 0)
        do_job (i, ends[1]);
      close (ends[1]);
      from[i] = ends[0];
    }
  for (int i = 0; open; i = (i + 1) % settings.jobs)
    if (from[i] >= 0 && read_all (from[i], &r))
      {
        add_up (&sum, &r);
        progress (&sum, now () - start, false);
      }
    else if (from[i] >= 0)
      {
        from[i] = -1;
        open--;
      }
  while (wait (&status) > 0)
    failed |= status;
  progress (&sum, now () - start, true);
  summary (&sum, now () - start);
  int faults = sum.nfaults + (recall_of (&sum) < settings.recall)
               + (likely_of (&sum) < settings.likely) + !!failed;
  printf ("%ld passed, %d failed\n", sum.programs, faults);
  return faults != 0;
}

static int
print_only (void)
{
  struct text t = { 0 };
  print_prologue (&t);
  for (long i = 0; i < settings.count; i++)
    print_program (&t, generate (settings.seed + (uint64_t)i, (int)i));
  fputs (t.buf, stdout);
  return 0;
}

/* One batch as one C file.  */
static int
print_runnable (void)
{
  struct text t = { 0 };
  struct batch b;
  struct result r = { 0 };
  batch_make (&b, settings.seed, (int)settings.count, &r);
  print_prologue (&t);
  int n = 0;
  for (int i = 0; i < b.n; i++)
    if (!b.truths[i].unset)
      b.programs[n++] = b.programs[i];
  for (int i = 0; i < n; i++)
    print_program (&t, b.programs[i]);
  print_main (&t, b.programs, n);
  fputs (t.buf, stdout);
  return 0;
}

int
main (int argc, char **argv)
{
  argp_parse (&argp, argc, argv, 0, NULL, NULL);
  if (settings.jobs < 1 || settings.jobs > 64)
    settings.jobs = 1;
  if (settings.run)
    return print_runnable ();
  return settings.print ? print_only () : run_jobs ();
}
