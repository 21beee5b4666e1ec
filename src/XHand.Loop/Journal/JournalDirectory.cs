using System.Globalization;

namespace XHand.Loop.Journal;

/// <summary>The names of a journal directory's files.</summary>
internal static class JournalDirectory
{
    public const string LockName = "journal.lock";
    public const string EpochName = "epoch";
    private const string SegmentSuffix = ".journal";
    private const string UnfinishedSuffix = ".new";
    private const int NameDigits = 20;

    public static string SegmentPath(string directory, ulong firstSequence) =>
        Path.Combine(directory, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + SegmentSuffix);

    public static string UnfinishedPath(string segmentPath) => segmentPath + UnfinishedSuffix;

    /// <summary>The segments by first sequence; files of other names are not the journal's.</summary>
    public static List<(ulong FirstSequence, string Path)> Segments(string directory)
    {
        List<(ulong FirstSequence, string Path)> segments = [];
        if (Directory.Exists(directory))
        {
            foreach (string path in Directory.EnumerateFiles(directory, "*" + SegmentSuffix))
            {
                string name = Path.GetFileNameWithoutExtension(path);
                if (name.Length == NameDigits && ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong first))
                {
                    segments.Add((first, path));
                }
            }
        }

        segments.Sort(static (a, b) => a.FirstSequence.CompareTo(b.FirstSequence));
        return segments;
    }

    /// <summary>Removes segments whose making was cut short; nothing was ever recorded in them.</summary>
    public static void RemoveUnfinished(string directory)
    {
        foreach (string path in Directory.EnumerateFiles(directory, "*" + SegmentSuffix + UnfinishedSuffix))
        {
            File.Delete(path);
        }
    }
}
