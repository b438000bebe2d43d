namespace Atmosphere.Simulation.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void The_program_refuses_to_run_on_this_engine() => Program.Main().ShouldBe(2);
}
