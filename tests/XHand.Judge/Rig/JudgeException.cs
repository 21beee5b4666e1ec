namespace XHand.Judge.Rig;

/// <summary>The judge cannot go on: nothing is said about what is judged.</summary>
internal sealed class JudgeException(string message) : Exception(message);
