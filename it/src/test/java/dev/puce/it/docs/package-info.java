/// Tests of the documents.
package dev.puce.it.docs;
