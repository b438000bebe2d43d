namespace Atmosphere.Api.Tests.Support;

/// <summary>The application on the practice channel, where Dana is an operator.</summary>
public sealed class OperatorFixture : ApiFixture
{
    private protected override IEnumerable<string> Settings => [$"--Access:Operators={SlackSide.Dana}, U0SOMEBODYELSE"];
}
