package io.anamnesis.command;

import io.anamnesis.command.intake.IntakeConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The command side without the log and the web, which it shares with the query side where both run in one process. */
@Configuration(proxyBeanMethods = false)
@Import(IntakeConfiguration.class)
public class CommandSideConfiguration {}
