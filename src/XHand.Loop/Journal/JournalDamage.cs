namespace XHand.Loop.Journal;

/// <summary>A place where the journal cannot be read although facts came after it. Reading goes on behind it.</summary>
/// <param name="File">The segment's path.</param>
/// <param name="Offset">Where in the file, in bytes.</param>
/// <param name="FirstMissing">The first sequence that is lost.</param>
/// <param name="LastMissing">The last; before <paramref name="FirstMissing"/> when no fact is lost, the highest number when that is not known.</param>
/// <param name="Reason">What was found there.</param>
public sealed record JournalDamage(string File, long Offset, ulong FirstMissing, ulong LastMissing, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File} at byte {Offset}: {Reason}; " + LastMissing switch
    {
        ulong.MaxValue => $"fact {FirstMissing} and later ones may be missing",
        _ when LastMissing < FirstMissing => "no fact is missing",
        _ => $"facts {FirstMissing} to {LastMissing} are missing",
    };
}
