using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>Looks at one part of the system and tells the board what is wrong with it. Called every second, by one thread at a time.</summary>
internal interface IAlarmProbe
{
    /// <summary>Looks now. Does not wait, except for a file system's answer.</summary>
    void Look(IAlarmBoard board);
}

/// <summary>What probes do alike.</summary>
internal static class Conditions
{
    /// <summary>Raises it while <paramref name="holds"/>, clears it else; the text is made only when it is needed.</summary>
    public static void Set(this IAlarmBoard board, string code, bool holds, Func<string> text)
    {
        if (holds)
        {
            board.Raise(code, "", text());
        }
        else
        {
            board.Clear(code, "");
        }
    }
}
