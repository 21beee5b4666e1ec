using Xunit.Abstractions;
using Xunit.Sdk;

namespace XHand.Package.Tests;

/// <summary>The step of a story that a test is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StepAttribute(int number) : Attribute
{
    /// <summary>Tells the order.</summary>
    public int Number => number;
}

/// <summary>Runs a class's tests by their steps: installing takes long, and each step goes on from where the one before left the machine.</summary>
public sealed class InOrder : ITestCaseOrderer
{
    /// <summary>Its full name, for the attribute.</summary>
    public const string Name = "XHand.Package.Tests.InOrder";

    /// <summary>Its assembly, for the attribute.</summary>
    public const string Assembly = "XHand.Package.Tests";

    /// <inheritdoc/>
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(t => t.TestMethod.Method.GetCustomAttributes(typeof(StepAttribute).AssemblyQualifiedName!).Single().GetNamedArgument<int>(nameof(StepAttribute.Number)));
}
