namespace XHand.Host.Commands;

/// <summary>How a command ends; part of the contract with scripts.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, with the reason on standard error.</summary>
    public const int Refused = 1;

    /// <summary>Asked wrongly: bad arguments or settings.</summary>
    public const int BadUsage = 2;
}

/// <summary>Ends a command with a reason for standard error.</summary>
internal sealed class CommandException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>The system says no, or is not there.</summary>
    public static CommandException Refused(string message) => new(ExitStatus.Refused, message);

    /// <summary>The command makes no sense as given.</summary>
    public static CommandException BadUsage(string message) => new(ExitStatus.BadUsage, message);
}
