/// Scripts of commands for cards, in common formats. Start with [dev.puce.cards.script.ApduScript].
package dev.puce.cards.script;
