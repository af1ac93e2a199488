/// The screens of everyday jobs, as a user sees them on a terminal of 60, 80 and 120 columns.
///
/// `jobs.txt` beside the expected screens is the list of jobs. Start reading with `EverydayJobsTest`.
package dev.puce.system.screens;
