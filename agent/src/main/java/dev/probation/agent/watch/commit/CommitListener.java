package dev.probation.agent.watch.commit;

/**
 * Is told of what happens to deployments once it is on disk, on the watch's event loop: of each change exactly once, and for
 * one deployment in the order of writing. So nothing is told that a crash could undo.
 *
 * <p>What the outbox writes into the journal by itself is told as far as it is about a rollback signal, when the watch has
 * read it, after the deployment's end, too; what became of words to people is not.
 *
 * <p>The promise ends with the process: what an agent has told, the next one does not tell again, and what a crash kept it
 * from writing, the next one tells when it happens again. A change that was written in the agent's very last moment may be
 * told by neither. A listener that must miss nothing reads the journal when it begins.
 */
@FunctionalInterface
public interface CommitListener {

    void committed(Committed committed);
}
