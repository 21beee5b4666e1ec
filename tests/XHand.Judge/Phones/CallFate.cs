namespace XHand.Judge.Phones;

/// <summary>What the called phone does with a call.</summary>
internal enum CallFate
{
    /// <summary>Rings for a moment and answers.</summary>
    Answer,

    /// <summary>Answers without ringing.</summary>
    AnswerAtOnce,

    /// <summary>486.</summary>
    Busy,

    /// <summary>Rings until the caller gives up.</summary>
    GivenUp,
}
