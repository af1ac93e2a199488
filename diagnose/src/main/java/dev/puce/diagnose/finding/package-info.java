/// The findings of a diagnosis: a sentence, the layer at fault, the confidence, and the calls that prove it. Start with
/// [TraceFinding].
package dev.puce.diagnose.finding;
