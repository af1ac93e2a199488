/// Scripts of commands for cards, in the formats of the field: [dev.puce.cards.script.ApduScript] is where to start.
package dev.puce.cards.script;
