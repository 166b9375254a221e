package io.anamnesis.command;

import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The command side as a service of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebConfiguration.class, LogBeans.class, CommandSideConfiguration.class})
public class CommandSide {

  public static void main(String[] arguments) {
    SpringApplication.run(CommandSide.class, arguments);
  }
}
