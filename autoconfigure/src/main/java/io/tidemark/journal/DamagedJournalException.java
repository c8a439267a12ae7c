package io.tidemark.journal;

/** Says that the files of a journal are damaged, which {@link DamagePolicy#FAIL} does not tolerate. */
public final class DamagedJournalException extends JournalException {

    private final String finding;

    DamagedJournalException(String finding) {
        super(finding + ": look at the files, then choose another policy for damage", null);
        this.finding = finding;
    }

    /** Returns what is damaged, and where. */
    public String finding() {
        return finding;
    }

}
