namespace XHand.Loop.Journal;

/// <summary>Another process has the journal's directory. The message says which directory.</summary>
public sealed class JournalInUseException : IOException
{
    /// <summary>For serializers and analyzers.</summary>
    public JournalInUseException()
    {
    }

    /// <summary>With the message to show.</summary>
    public JournalInUseException(string message)
        : base(message)
    {
    }

    /// <summary>With the message to show and what the operating system said.</summary>
    public JournalInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
