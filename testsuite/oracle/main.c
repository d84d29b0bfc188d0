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
  bool print, missed, keep_going;
} settings = {
  .cc = "gcc", .folder = "/tmp", .seed = 1, .count = 100, .jobs = 1, .batch = 50
};

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
        { "print", 'P', NULL, 0, "only print the programs", 0 },
        { "missed", 'm', NULL, 0, "print the escapes that are not definite",
          0 },
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
    case 'P':
      settings.print = true;
      break;
    case 'm':
      settings.missed = true;
      break;
    case ARGP_KEY_END:
      if (!settings.plugin && !settings.print)
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
show_fault (const struct fault_report *f)
{
  struct text t = { 0 };
  print_program (&t, f->program);
  printf ("FAULT %s: seed %llu: %s\n%s\n", fault_names[f->fault],
          (unsigned long long)f->program->seed, f->text, t.buf);
  fflush (stdout);
  free (t.buf);
}

static void
do_batch (uint64_t seed, int n, const struct compiler *c, struct result *total)
{
  static const char *const levels[] = { "-O2", "-O1", "-Os", "-O3", "-Og" };
  struct batch b;
  struct result r = *total;
  r.nfaults = 0;
  batch_make (&b, seed, n, &r);
  if (b.n)
    batch_check (&b, c, -1, levels[seed / (uint64_t)settings.batch % 5],
                 settings.missed, &r);
  for (int i = 0; i < r.nfaults; i++)
    show_fault (&r.faults[i]);
  int before = total->nfaults, now = r.nfaults;
  *total = r;
  total->nfaults = before + now;
  batch_free (&b);
}

/* Job JOB of settings.jobs: every jobs-th batch.  */
static void
do_job (int job, int out)
{
  char folder[512];
  struct result total = { 0 };
  time_t end = time (NULL) + settings.seconds;
  snprintf (folder, sizeof folder, "%s/oracle.%d", settings.folder,
            (int)getpid ());
  mkdir (folder, 0700);
  struct compiler c = { settings.cc, settings.plugin, folder };
  for (long at = (long)job * settings.batch; at < settings.count;
       at += (long)settings.jobs * settings.batch)
    {
      long left = settings.count - at;
      if ((settings.seconds && time (NULL) >= end) || total.nfaults > 20)
        break;
      do_batch (settings.seed + (uint64_t)at,
                (int)(left < settings.batch ? left : settings.batch), &c,
                &total);
      if (write (out, &total, sizeof total) != sizeof total)
        exit (2);
    }
  char file[600];
  snprintf (file, sizeof file, "%s/programs.c", folder);
  unlink (file);
  rmdir (folder);
  exit (0);
}

/* ---- the whole ----------------------------------------------------------- */

static void
sum_up (const struct result *jobs, struct result *sum)
{
  memset (sum, 0, sizeof *sum);
  for (int i = 0; i < settings.jobs; i++)
    {
      const struct result *r = &jobs[i];
      sum->nfaults += r->nfaults;
      sum->programs += r->programs;
      sum->rejected += r->rejected;
      sum->clean += r->clean;
      sum->one += r->one;
      sum->many += r->many;
      sum->runs += r->runs;
      sum->seen += r->seen;
      sum->found += r->found;
      sum->warnings += r->warnings;
      for (int k = 0; k < NHOWS; k++)
        sum->missed[k] += r->missed[k];
    }
}

static double
recall_of (const struct result *r)
{
  return r->seen ? 100.0 * (double)r->found / (double)r->seen : 100.0;
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
  printf ("definite  %ld warnings; recall %ld of %ld escapes, %.1f %% (missed:"
          " %ld global, %ld result, %ld caller, %ld heap)\n",
          r->warnings, r->found, r->seen, recall_of (r), r->missed[HOW_GLOBAL],
          r->missed[HOW_RESULT], r->missed[HOW_CALLER], r->missed[HOW_HEAP]);
  printf ("faults    %d\n", r->nfaults);
  if (recall_of (r) < settings.recall)
    printf ("recall is under %.1f %%\n", settings.recall);
}

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Start the jobs; they report through pipes.  Returns the exit status.  */
static int
run_jobs (void)
{
  struct result jobs[64] = { 0 }, sum = { 0 };
  int from[64], status = 0, failed = 0;
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
  for (bool more = true; more;)
    {
      more = false;
      for (int i = 0; i < settings.jobs; i++)
        if (from[i] >= 0)
          {
            struct result r;
            if (read (from[i], &r, sizeof r) == sizeof r)
              jobs[i] = r;
            else
              from[i] = -1;
            more = true;
          }
      sum_up (jobs, &sum);
      progress (&sum, now () - start, false);
    }
  while (wait (&status) > 0)
    failed |= status;
  progress (&sum, now () - start, true);
  summary (&sum, now () - start);
  int faults = sum.nfaults + (recall_of (&sum) < settings.recall) + !!failed;
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

int
main (int argc, char **argv)
{
  argp_parse (&argp, argc, argv, 0, NULL, NULL);
  if (settings.jobs < 1 || settings.jobs > 64)
    settings.jobs = 1;
  return settings.print ? print_only () : run_jobs ();
}
