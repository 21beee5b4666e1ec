namespace XHand.Simulation;

/// <summary>Writes what people will do: the mix of calls, in one place. Each draw is made whether it is used or not, so that scripts keep in step.</summary>
internal sealed class ScriptWriter(Chance chance)
{
    /// <summary>A number that no site has.</summary>
    public const string UnknownNumber = "7999";

    /// <summary>An announcement of three seconds.</summary>
    public const string Announcement = "8000";

    /// <summary>The next call from <paramref name="caller"/>; <paramref name="callee"/> unless a wrong number or the announcement is dialled.</summary>
    public CallScript Next(string caller, string callee)
    {
        int errand = chance.Below(100);
        bool isImpatient = chance.Is(0.15);
        TimeSpan shortly = chance.Seconds(0.01, 8);
        CallScript script = new()
        {
            Caller = caller,
            Dialled = errand switch { < 3 => UnknownNumber, < 5 => Announcement, _ => callee },
            Patience = isImpatient ? shortly : TimeSpan.FromSeconds(60),
            Reaction = NextReaction(),
            RingsAfter = chance.Is(0.95) ? chance.Seconds(0, 0.4) : null,
            ReactsAfter = chance.Is(0.9) ? chance.Seconds(0.2, 9) : TimeSpan.Zero,
            HasEarlyMedia = chance.Is(0.08),
            OffersLate = chance.Is(0.04),
            HangsUp = NextEnding(),
            Talks = chance.Is(0.9) ? chance.Seconds(1, 40) : chance.Seconds(0, 0.3),
            Holds = chance.Below(100) switch { < 7 => Ending.Caller, < 14 => Ending.Callee, < 17 => Ending.Both, _ => Ending.Nobody },
            HoldsAfter = chance.Seconds(0.1, 6),
            HoldsFor = chance.Seconds(0.5, 12),
            PressesKey = chance.Is(0.05),
        };
        // Nobody but the caller and the exchange ends an announcement.
        return script.Dialled == Announcement && script.HangsUp is not (Ending.Caller or Ending.Operator)
            ? script with { HangsUp = Ending.Nobody }
            : script;
    }

    private Reaction NextReaction() => chance.Below(100) switch
    {
        < 72 => Reaction.Answers,
        < 82 => Reaction.IsBusy,
        < 88 => Reaction.Declines,
        < 98 => Reaction.LetsRing,
        _ => Reaction.IsSilent,
    };

    private Ending NextEnding() => chance.Below(100) switch
    {
        < 46 => Ending.Caller,
        < 90 => Ending.Callee,
        < 98 => Ending.Both,
        _ => Ending.Operator,
    };
}
