using System.Globalization;
using XHand.Native.Libc;

namespace XHand.Host.Serving;

/// <summary>
/// Gives the threads that calls wait for precedence over requests, jobs and the database on the same cores, as the media loops give it to themselves
/// (docs/decisions/0013-calls-come-first.md). Takes CAP_SYS_NICE, which the unit has.
/// </summary>
internal static class ThreadPrecedence
{
    private const string Threads = "/proc/self/task";

    // As the kernel has their names: at most 15 characters.
    private static readonly string[] _first = ["switch-loop", "sip-udp", "journal-writer"];

    /// <summary>True when each of them has it; called once they run.</summary>
    public static bool TryGive()
    {
        bool all = true;
        foreach (string folder in Directory.EnumerateDirectories(Threads))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int thread) && IsFirst(NameOf(folder)))
            {
                all &= NativeThread.TryRaisePriority(thread);
            }
        }

        return all;
    }

    private static bool IsFirst(string name) => Array.Exists(_first, first => name.StartsWith(first, StringComparison.Ordinal));

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
